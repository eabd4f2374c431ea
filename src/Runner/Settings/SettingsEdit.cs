using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BatchRunner.Runner.Settings;

/// <summary>
/// Changes one value in the text of an appsettings.json and not a byte beside it: comments, order and layout stay as
/// their owner left them.
/// </summary>
static class SettingsEdit
{
    static readonly JsonReaderOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <param name="json">The file's text, an object; a byte order mark may stand before it.</param>
    /// <param name="key">Below the section, such as <c>Runners:Processes</c>.</param>
    /// <param name="value">What it is to be.</param>
    /// <exception cref="JsonException">The text is not JSON, or a group on the way is no object.</exception>
    internal static byte[] Set(byte[] json, string key, int value)
    {
        var mark = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        string[] path = [RunnerOptions.Section, .. key.Split(':')];
        var reader = new Utf8JsonReader(json.AsSpan(mark), Lenient);
        reader.Read();
        var text = value.ToString(CultureInfo.InvariantCulture);
        for (var depth = 0; ; depth++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException($"{string.Join(':', path[..depth])} is no object.");
            var opened = mark + (int)reader.TokenStartIndex + 1;
            if (!TryFind(ref reader, path[depth]))
                return Insert(json, opened, path[depth..], text, IsEmpty(json.AsSpan(opened)));
            if (depth == path.Length - 1)
            {
                var start = mark + (int)reader.TokenStartIndex;
                reader.Skip();
                return [.. json[..start], .. Encoding.UTF8.GetBytes(text), .. json[(mark + (int)reader.BytesConsumed)..]];
            }
        }
    }

    /// <summary>Goes to the value of a member of the object that was just opened.</summary>
    static bool TryFind(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = name.Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isIt) return true;
            reader.Skip();
        }
        return false;
    }

    /// <summary>Adds a member, with the groups around it that are missing too, as the first of an object.</summary>
    static byte[] Insert(byte[] json, int at, string[] path, string value, bool isOnly)
    {
        var member = string.Concat(path[..^1].Select(group => $"\"{group}\": {{ ")) + $"\"{path[^1]}\": {value}"
            + string.Concat(Enumerable.Repeat(" }", path.Length - 1));
        return [.. json[..at], .. Encoding.UTF8.GetBytes(isOnly ? $" {member} " : $" {member},"), .. json[at..]];
    }

    static bool IsEmpty(ReadOnlySpan<byte> inside)
    {
        // What follows is valid JSON from inside an object; the reader accepts that only with its beginning.
        byte[] whole = [(byte)'{', .. inside];
        var reader = new Utf8JsonReader(whole, Lenient);
        reader.Read();
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject;
    }
}
