using System.CommandLine;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Commands;

/// <summary><c>config</c>: the effective settings and where each value came from.</summary>
static class ConfigCommand
{
    public static Verb Create() => new Verb("config", "Effective settings and where each value came from",
            "batchrunner config",
            "BATCHRUNNER__CHUNKS__TARGETSECONDS=5 batchrunner config --processes 4 --json")
        .Does((parse, _) => Task.FromResult(Show(parse)));

    static int Show(ParseResult parse)
    {
        var settings = parse.Settings();
        if (parse.WantsJson())
        {
            JsonText.Write(new
            {
                File = settings.File,
                DataFolder = settings.DataFolder,
                Settings = settings.All.Select(s => new { s.Key, Value = s.Shown, s.Source }),
            });
            return ExitCode.Success;
        }

        var table = Screen.Table("setting", "value", "from");
        foreach (var setting in settings.All)
            Screen.AddRow(table, setting.Key, setting.Shown, setting.Source);
        Screen.Write(table);
        CommandLine.Tell(settings.File is null
            ? $"no {SettingsFile.Name} in the working directory or beside the program; defaults apply."
            : $"settings file: {settings.File}");
        return ExitCode.Success;
    }
}
