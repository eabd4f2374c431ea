using System.Text.Json;

namespace BatchRunner.Runner.Settings;

/// <summary>appsettings.json, flattened: the section's keys with the text of their values.</summary>
static class SettingsFile
{
    public const string Name = "appsettings.json";

    static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The file in the working directory, else the one beside the program, else null.</summary>
    public static string? Locate() =>
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(File.Exists);

    /// <exception cref="SettingsException">The file cannot be read or is not JSON.</exception>
    public static IReadOnlyList<SettingOverride> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            List<SettingOverride> found = [];
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw new SettingsException(
                    [$"{path}: the file must hold an object, {{ \"{RunnerOptions.Section}\": {{ ... }} }}."]);
            }
            foreach (var section in document.RootElement.EnumerateObject())
            {
                if (section.Name.Equals(RunnerOptions.Section, StringComparison.OrdinalIgnoreCase))
                    Flatten(section.Value, "", path, found);
            }
            return found;
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? $"{path}, line {line + 1}" : path;
            var what = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new SettingsException([$"{place}: not valid JSON. {what}"]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path}: cannot be read. {error.Message}"]);
        }
    }

    static void Flatten(JsonElement element, string key, string path, List<SettingOverride> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Flatten(member.Value, key.Length == 0 ? member.Name : $"{key}:{member.Name}", path, found);
                break;
            case JsonValueKind.String:
                found.Add(new(key, element.GetString()!, path));
                break;
            default:
                found.Add(new(key, element.GetRawText(), path));
                break;
        }
    }
}
