using System.Diagnostics;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Verification;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>
/// A data folder under fire: starts the program on it, looks into its ledger from outside, and knows every process that
/// belongs to it. No process survives it.
/// </summary>
sealed class Site : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    /// <summary>Work that has not moved for this long does not move any more.</summary>
    static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(90);

    readonly TempFolder _folder = new();
    readonly List<LoggedProcess> _started = [];
    readonly ITestOutputHelper _output;
    readonly string[] _settings;
    Ledger? _ledger;
    string? _connectionString;

    Site(ITestOutputHelper output, string? dataFolder, string[] settings)
    {
        _output = output;
        _settings = settings;
        Folders = new(dataFolder ?? Path.Combine(_folder.Path, "data"), "inbox");
        Numbers = new(Campaign.Seed);
        Print($"seed {Campaign.Seed}, {(Campaign.IsLong ? "long" : "short")}, load {LoadAverage()}");
    }

    public DataFolders Folders { get; }
    public NumberFiles Numbers { get; }
    public Random Random { get; } = new(Campaign.Seed);
    public Ledger Ledger => _ledger!;
    public string WorkingFolder => _folder.Path;

    /// <param name="output">Where figures are printed.</param>
    /// <param name="dataFolder">Null for one inside the working folder.</param>
    /// <param name="settings">As <c>--set</c> takes them.</param>
    public static async Task<Site> CreateAsync(ITestOutputHelper output, string? dataFolder, params string[] settings)
    {
        var site = new Site(output, dataFolder, settings);
        site.Folders.Create();
        site._ledger = await Ledger.OpenSqliteAsync(site.Folders.Data, TimeProvider.System, CancellationToken.None);
        return site;
    }

    /// <summary>A site whose ledger is in a database of a PostgreSQL server.</summary>
    public static async Task<Site> CreateOnPostgresAsync(
        ITestOutputHelper output, string connectionString, params string[] settings)
    {
        var site = new Site(output, null, [.. settings, "Ledger:Provider=postgres"]) { _connectionString = connectionString };
        site.Folders.Create();
        site._ledger = await Ledger.OpenPostgresAsync(
            connectionString, TimeSpan.FromSeconds(15), TimeProvider.System, CancellationToken.None);
        return site;
    }

    public LoggedProcess Start(string verb, params string[] arguments) => StartAt(null, verb, arguments);

    /// <param name="failpoint">Where the process is to die; null for nowhere.</param>
    /// <param name="verb">What to start.</param>
    /// <param name="arguments">Files and options.</param>
    public LoggedProcess StartAt(string? failpoint, string verb, params string[] arguments) =>
        StartWith(failpoint is null ? [] : new() { ["BATCHRUNNER_FAILPOINT"] = failpoint }, verb, arguments);

    public LoggedProcess StartWith(Dictionary<string, string> environment, string verb, params string[] arguments)
    {
        // A secret: not for the command line, which every user of the machine can read.
        if (_connectionString is { } secret) environment.TryAdd("BATCHRUNNER__LEDGER__CONNECTIONSTRING", secret);
        return Keep(RunnerProcess.Start(_folder.Path, environment, Arguments(verb, arguments)),
            $"{verb} {environment.GetValueOrDefault("BATCHRUNNER_FAILPOINT")}");
    }

    /// <summary>Starts the program as another host would, in a data folder of that host's own.</summary>
    public LoggedProcess StartOn(RemoteHost host, string verb, params string[] arguments)
    {
        Dictionary<string, string> environment = new() { ["BATCHRUNNER__LEDGER__CONNECTIONSTRING"] = host.ConnectionString };
        string[] own = host.DataFolder is { } data ? ["--set", "DataFolder=" + data] : [];
        return Keep(
            RunnerProcess.StartUnder(host.Launcher, _folder.Path, environment, [.. Arguments(verb, arguments), .. own]),
            $"{verb} on {host.Name}");
    }

    LoggedProcess Keep(RunnerProcess started, string name)
    {
        var process = new LoggedProcess(started, name);
        _started.Add(process);
        return process;
    }

    /// <summary>
    /// Like <see cref="Start"/>, as the leader of a process group of its own, as a shell starts it. A test run in the
    /// background of a script would hand down that Ctrl-C is ignored.
    /// </summary>
    public LoggedProcess StartGroup(string verb, params string[] arguments)
    {
        var words = Arguments(verb, arguments).Select(a => $"'{a}'");
        return Keep(
            RunnerProcess.StartShell(
                _folder.Path, $"exec setsid env --default-signal=INT \"$RUNNER\" {string.Join(' ', words)}"),
            verb);
    }

    /// <summary>Runs a verb to its end, as a person at a terminal would.</summary>
    public async Task<LoggedProcess> DoAsync(string verb, params string[] arguments)
    {
        var process = Start(verb, arguments);
        process.CloseInput();
        var code = await process.ExitAsync(Campaign.Limit);
        if (code != 0) Fail($"{verb} {string.Join(' ', arguments)} ended with {code}.");
        return process;
    }

    /// <summary>Stops a service in good order; nothing of it is left.</summary>
    public async Task StopAsync(LoggedProcess serve)
    {
        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        await CheckNobodyLeftAsync();
    }

    string[] Arguments(string verb, string[] arguments)
    {
        string[] common =
        [
            "DataFolder=" + Folders.Data, "Dashboard:Url=http://127.0.0.1:0", "Inbox:QuietSeconds=0.2",
            "Runners:Processes=2", "Runners:WorkersPerProcess=1", .. _settings,
        ];
        return [verb, .. arguments, .. common.SelectMany(s => new[] { "--set", s })];
    }

    /// <summary>Drops a file as it should be done: under a name that is ignored until it is complete.</summary>
    public void Drop(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(Folders.Inbox, name);
        File.WriteAllText(path + ".writing", string.Concat(lines.Select(l => l + "\n")));
        File.Move(path + ".writing", path);
    }

    /// <summary>Drops a file and waits until its batch is there.</summary>
    public async Task<long> DropAndTakeAsync(string name, IEnumerable<string> lines)
    {
        Drop(name, lines);
        return await SeeAsync($"{name} becomes a batch", Campaign.Limit, async () =>
            (await Ledger.Batches.FindByNameAsync(name, CancellationToken.None))?.Id);
    }

    public async Task<IReadOnlyList<BatchSummary>> BatchesAsync() =>
        await Ledger.Summaries.NewestAsync(long.MaxValue, 10_000, CancellationToken.None);

    public Task<BatchSummary?> BatchAsync(long id) => Ledger.Summaries.FindAsync(id, CancellationToken.None);

    /// <summary>Waits until the batch is finished and tells a harness without patience from work that is lost.</summary>
    public async Task<BatchSummary> FinishAsync(long batchId, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        var (seen, seenAt) = (-1L, TimeSpan.Zero);
        while (true)
        {
            var batch = (await BatchAsync(batchId))!;
            if (BatchState.IsFinal(batch.State)) return batch;

            if (batch.Done != seen) (seen, seenAt) = (batch.Done, clock.Elapsed);
            if (clock.Elapsed - seenAt > StandsStill)
                Fail($"Lost: batch {batchId} stands still at {batch.Done} of {batch.Numbers}, {batch}.");
            if (clock.Elapsed > limit)
            {
                Fail($"Cut off by the harness's own limit of {limit}: batch {batchId} has {batch.Done} of {batch.Numbers} "
                    + "and still moves.");
            }
            await Task.Delay(Look);
        }
    }

    public Task UntilAsync(string what, TimeSpan limit, Func<Task<bool>> condition) =>
        SeeAsync<bool>(what, limit, async () => await condition() ? true : null);

    public Task UntilAsync(string what, TimeSpan limit, Func<bool> condition) =>
        UntilAsync(what, limit, () => Task.FromResult(condition()));

    /// <summary>Looks again and again until there is something to see.</summary>
    public async Task<T> SeeAsync<T>(string what, TimeSpan limit, Func<Task<T?>> look) where T : struct
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } seen) return seen;
            if (clock.Elapsed > limit) Fail($"Not seen within the harness's limit of {limit}: {what}.");
            await Task.Delay(Look);
        }
    }

    /// <summary>Processes that were started here, by us or by one of them, and live.</summary>
    public IReadOnlyList<int> Processes()
    {
        List<int> processes = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                if (File.ResolveLinkTarget(Path.Combine(folder, "cwd"), returnFinalTarget: false)?.FullName == _folder.Path)
                    processes.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }
        return processes;
    }

    /// <summary>Every loaded number has exactly one row and every row is right; nothing failed or was condemned.</summary>
    public async Task CheckSoundAsync(long batchId, long numbers)
    {
        var verification = await new Verifier(Ledger).VerifyAsync(batchId, null, CancellationToken.None);
        Assert.Empty(verification!.Findings);
        Assert.Equal((numbers, 0), (verification.Rows, verification.Waiting));
        var batch = (await BatchAsync(batchId))!;
        Assert.Equal((numbers, 0, 0), (batch.Numbers, batch.FailedChunks, batch.Quarantined));
    }

    /// <summary>No process, no row that calls itself alive and no sign of life is left.</summary>
    public async Task CheckNobodyLeftAsync()
    {
        Assert.Empty(Processes());
        var alive = await Ledger.Runners.AliveAsync(CancellationToken.None);
        if (alive.Count > 0) Fail($"Runners call themselves alive after the end: {string.Join("; ", alive)}.");
        var signs = Directory.EnumerateFiles(Path.Combine(Folders.Data, "runners"), "*.lock")
            .Select(Path.GetFileNameWithoutExtension);
        Assert.DoesNotContain(signs, name => Ledger.Liveness.Look(name!).Alive);
    }

    /// <summary>Times the batch's chunks were taken from a dead runner.</summary>
    public async Task<int> RescuesAsync(long batchId)
    {
        var (rescues, after) = (0, 0L);
        while (await Ledger.Chunks.OfBatchAsync(batchId, after, 1000, CancellationToken.None) is [.., var last] chunks)
        {
            rescues += chunks.Sum(c => c.Rescues);
            after = last.Id;
        }
        return rescues;
    }

    public void Print(string line) => _output.WriteLine(line);

    public static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public void Fail(string why) =>
        Assert.Fail($"{why}\nSeed {Campaign.Seed}.\n" + string.Join('\n', _started.TakeLast(3).Select(p =>
            $"--- {p.Name} ({p.Id})\n{string.Join('\n', p.Lines.TakeLast(60))}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started) await process.DisposeAsync();
        // Whatever a failed test left: a stopped process would sit there for ever.
        foreach (var process in Processes()) Signals.Send(process, Signals.Kill);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
