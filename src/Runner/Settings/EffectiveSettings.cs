using System.Collections;

namespace BatchRunner.Runner.Settings;

/// <summary>
/// The settings as they take effect: defaults, then appsettings.json, then the environment, then the command line, each
/// overruling the one before; with the source of every value.
/// </summary>
public sealed class EffectiveSettings
{
    /// <summary>Variables that start so are settings; <c>__</c> stands for the colon.</summary>
    public const string VariablePrefix = "BATCHRUNNER__";

    readonly SettingsCatalog _catalog;
    readonly Dictionary<string, string> _sources = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> _problems = [];

    EffectiveSettings(string? file, IReadOnlyList<SettingOverride> commandLine)
    {
        _catalog = new(Options);
        File = file;
        CommandLine = commandLine;
    }

    public RunnerOptions Options { get; } = new();

    /// <summary>The appsettings.json that was read, or null when there is none.</summary>
    public string? File { get; }

    /// <summary>What the command line set: a child process must be given the same.</summary>
    public IReadOnlyList<SettingOverride> CommandLine { get; }

    /// <summary>Every setting with its source, in the order of <see cref="RunnerOptions"/>.</summary>
    public IReadOnlyList<EffectiveSetting> All =>
    [
        .. _catalog.Keys.Select(
            key => new EffectiveSetting(key, _catalog.Read(key), Source(key), _catalog.IsSecret(key))),
    ];

    /// <summary>DataFolder as a full path.</summary>
    public string DataFolder => Path.GetFullPath(Options.DataFolder);

    /// <summary>The ledger is a PostgreSQL database, else the SQLite file in DataFolder.</summary>
    public bool UsesPostgres => Options.Ledger.Provider == "postgres";

    /// <summary>The inbox as a full path.</summary>
    public string InboxFolder => Path.GetFullPath(Options.Inbox.Folder, DataFolder);

    /// <summary>Workers in each process, with 0 resolved to this machine's share.</summary>
    public int WorkersPerProcess => Options.Runners.WorkersPerProcess is > 0 and var workers
        ? workers
        : Math.Max(1, Environment.ProcessorCount / Options.Runners.Processes);

    /// <summary>Arguments that give another process of this program the same command line settings.</summary>
    public IEnumerable<string> ToArguments() => CommandLine.SelectMany(o => new[] { "--set", $"{o.Key}={o.Value}" });

    /// <exception cref="SettingsException">A key is unknown, a value is bad, or the file is not JSON.</exception>
    public static EffectiveSettings Load(IReadOnlyList<SettingOverride> commandLine)
    {
        var file = SettingsFile.Locate();
        var settings = new EffectiveSettings(file, commandLine);

        settings.Apply(file is null ? [] : SettingsFile.Read(file));
        settings.Apply(FromEnvironment());
        settings.Apply(commandLine);
        settings.Validate();

        return settings._problems.Count == 0 ? settings : throw new SettingsException(settings._problems);
    }

    static IEnumerable<SettingOverride> FromEnvironment() =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase)
        orderby name
        let key = name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)
        select new SettingOverride(key, (string)variable.Value!, $"environment {name}");

    void Apply(IEnumerable<SettingOverride> layer)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (typedKey, value, source) in layer)
        {
            if (_catalog.Find(typedKey) is not { } key)
            {
                _problems.Add(Unknown(typedKey, source));
                continue;
            }
            // On the command line a later option overrules an earlier one; in a file the second is a slip.
            if (!seen.Add(key) && source == File) _problems.Add($"{Full(key)} stands twice in {source}: remove one.");
            if (_catalog.Write(key, value) is { } wish)
                _problems.Add(Bad(new(key, value, source, _catalog.IsSecret(key)), wish));
            else
                _sources[key] = source;
        }
    }

    void Validate()
    {
        if (new RunnerOptionsValidator().Validate(RunnerOptions.Section, Options) is { Failed: true } result)
        {
            var settings = All;
            _problems.AddRange(result.Failures.Select(failure => Explain(failure, settings)));
        }
        if (UsesPostgres && Options.Ledger.ConnectionString.Length == 0)
        {
            _problems.Add($"{Full("Ledger:ConnectionString")} is empty, but Ledger:Provider is postgres "
                + $"({Source("Ledger:Provider")}): set it, best by the variable "
                + $"{VariablePrefix}LEDGER__CONNECTIONSTRING.");
        }
    }

    /// <summary>
    /// The generated validator says "Processes: The field BatchRunner.Runners.Processes must be ..." and knows neither
    /// the value nor where it came from.
    /// </summary>
    static string Explain(string failure, IReadOnlyList<EffectiveSetting> settings)
    {
        var hits = from candidate in settings
                   let path = $"{RunnerOptions.Section}.{candidate.Key.Replace(':', '.')} "
                   let at = failure.IndexOf(path, StringComparison.Ordinal)
                   where at >= 0
                   select Bad(candidate, failure[(at + path.Length)..].TrimEnd('.'));
        return hits.FirstOrDefault(failure);
    }

    static string Bad(EffectiveSetting setting, string wish)
    {
        var shown = setting.Shown.Length <= 80 ? setting.Shown : setting.Shown[..80] + "...";
        return $"{Full(setting.Key)} is \"{shown}\" ({setting.Source}): it {wish}.";
    }

    string Unknown(string key, string source)
    {
        var remedy = _catalog.IsGroup(key)
            ? $"it groups other settings; set one of them, such as {_catalog.FirstOf(key)}"
            : _catalog.Suggest(key) is { } near
                ? $"did you mean {near}?"
                : "`batchrunner config` lists them all";
        return $"{Full(key)} is not a setting ({source}): {remedy}{(remedy.EndsWith('?') ? "" : ".")}";
    }

    string Source(string key) => _sources.GetValueOrDefault(key, "default");

    static string Full(string key) => $"{RunnerOptions.Section}:{key}";
}
