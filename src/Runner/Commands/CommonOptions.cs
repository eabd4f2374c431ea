using System.CommandLine;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Commands;

/// <summary>The options every verb takes.</summary>
static class CommonOptions
{
    static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the ledger and the inbox (DataFolder)",
        HelpName = "DIR",
        Recursive = true,
    };

    static readonly Option<string?> Processes = new("--processes")
    {
        Description = "Runner processes (Runners:Processes)",
        HelpName = "N",
        Recursive = true,
    };

    static readonly Option<string?> Workers = new("--workers")
    {
        Description = "Workers in each process, 0 = share the cores (Runners:WorkersPerProcess)",
        HelpName = "N",
        Recursive = true,
    };

    static readonly Option<string[]> Set = new("--set")
    {
        Description = "Any setting, such as Chunks:TargetSeconds=5; may be repeated",
        HelpName = "Section:Key=value",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    static readonly Option<bool> Json = new("--json")
    {
        Description = "Report as JSON",
        Recursive = true,
    };

    static readonly Option<string> Verbosity = new("--verbosity")
    {
        Description = "How much is told on stderr",
        HelpName = "quiet|normal|detailed|debug",
        DefaultValueFactory = _ => "normal",
        Recursive = true,
    };

    static CommonOptions()
    {
        Set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=') < 1))
            {
                result.AddError(
                    $"--set {token.Value}: write it as Section:Key=value, such as --set Chunks:TargetSeconds=5.");
            }
        });
        Verbosity.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !IsVerbosity(t.Value)))
                result.AddError($"--verbosity {token.Value}: it must be quiet, normal, detailed or debug.");
        });
    }

    public static IEnumerable<Option> All => [Data, Processes, Workers, Set, Json, Verbosity];

    public static bool WantsJson(this ParseResult parse) => parse.GetValue(Json);

    public static Verbosity Talk(this ParseResult parse) =>
        Enum.Parse<Verbosity>(parse.GetRequiredValue(Verbosity), ignoreCase: true);

    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public static EffectiveSettings Settings(this ParseResult parse) => EffectiveSettings.Load([.. Overrides(parse)]);

    static IEnumerable<SettingOverride> Overrides(ParseResult parse)
    {
        if (parse.GetValue(Data) is { } data) yield return new("DataFolder", data, Data.Name);
        if (parse.GetValue(Processes) is { } processes)
            yield return new("Runners:Processes", processes, Processes.Name);
        if (parse.GetValue(Workers) is { } workers)
            yield return new("Runners:WorkersPerProcess", workers, Workers.Name);
        foreach (var assignment in parse.GetValue(Set) ?? [])
        {
            var equals = assignment.IndexOf('=');
            var (key, value) = (assignment[..equals].Trim(), assignment[(equals + 1)..]);
            var prefix = RunnerOptions.Section + ':';
            if (key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) key = key[prefix.Length..];
            yield return new(key, value, Set.Name);
        }
    }

    static bool IsVerbosity(string text) => Enum.GetNames<Verbosity>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
