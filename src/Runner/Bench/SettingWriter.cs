using System.Text.Json;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Bench;

/// <summary>Puts the recommended setting into the appsettings.json in use.</summary>
static class SettingWriter
{
    /// <summary>The file, asked for before anything is measured.</summary>
    /// <exception cref="VerbException">There is none.</exception>
    internal static string RequireFile() => SettingsFile.Locate() ?? throw new VerbException(ExitCode.Usage,
        $"--write needs an {SettingsFile.Name} in the working directory or beside the program, and there is none: "
        + "put one there, {} is enough.");

    /// <exception cref="VerbException">The file cannot be edited; it is as it was.</exception>
    internal static void Write(string path, Recommendation recommendation)
    {
        if (!recommendation.IsFounded)
        {
            CommandLine.Tell($"{path} was left as it is: the sets were too small to found a setting on.");
            return;
        }
        try
        {
            var text = File.ReadAllBytes(path);
            text = SettingsEdit.Set(text, "Runners:Processes", recommendation.Processes);
            text = SettingsEdit.Set(text, "Runners:WorkersPerProcess", recommendation.WorkersPerProcess);
            ReplacedFile.Write(path, text);
            CommandLine.Tell($"{path} now says Runners:Processes {recommendation.Processes}, "
                + $"Runners:WorkersPerProcess {recommendation.WorkersPerProcess}.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Usage, $"{path} was left as it is: {error.Message}");
        }
    }
}
