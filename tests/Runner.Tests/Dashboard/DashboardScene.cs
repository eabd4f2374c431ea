using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Tests;

/// <summary>A real ledger in a folder of its own, the real dashboard on a free port, and a plain browser.</summary>
public sealed partial class DashboardScene : IAsyncDisposable
{
    public const string Markup = "<script>alert(1)</script>.txt";
    static readonly CancellationToken None = CancellationToken.None;
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    readonly TempFolder _folder = new();
    readonly KeptLog _log = new();
    readonly LoggerFactory _logs;
    DashboardHost _host = null!;
    int _names;

    DashboardScene() => _logs = new([_log]);

    public Ledger Ledger { get; private set; } = null!;
    public HttpClient Browser { get; private set; } = null!;
    public CookieContainer Cookies { get; } = new();
    public string DataFolder => Path.Combine(_folder.Path, "data");
    public Uri Url => _host.Url;
    public string Log => _log.Text;

    public static async Task<DashboardScene> StartAsync(
        bool readOnly = false, string token = "", TimeSpan? stallAfter = null)
    {
        var scene = new DashboardScene();
        scene.Ledger = await Ledger.OpenSqliteAsync(scene.DataFolder, TimeProvider.System, None);
        var setup = new DashboardSetup
        {
            Url = "http://127.0.0.1:0",
            DataFolder = scene.DataFolder,
            ReadOnly = readOnly,
            AccessToken = token,
            StallAfter = stallAfter ?? TimeSpan.FromMinutes(2),
        };
        scene._host = await DashboardHost.StartAsync(scene.Ledger, TimeProvider.System, setup, scene._logs, None);
        scene.Browser = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = scene.Cookies })
        {
            BaseAddress = scene.Url,
        };
        return scene;
    }

    public Task<long> JoinAsync(string role = RunnerRole.Work) => Ledger.Runners.RegisterAsync(
        new(role, null, "here", 4711, "boot", $"liveness-{++_names}", "1.2.3", 1, false), None);

    /// <summary>A batch of number lines after the rejects, a thousand numbers a chunk.</summary>
    public async Task<long> BatchAsync(string name, int numbers, params RejectRow[] rejects)
    {
        var loader = await JoinAsync(RunnerRole.Serve);
        var lines = numbers + rejects.Length;
        var chunks = Enumerable.Range(rejects.Length + 1, numbers).Chunk(1_000).Select(block => new NewChunk(
            block[0], block[^1] + 1, block.Length, block.Length * 1_000.0,
            Encoding.UTF8.GetBytes(string.Concat(block.Select(line => $"{line}\n"))))).ToList();
        return await Ledger.Batches.CreateAsync(
            new($"key-{++_names}", name, "here", 1_000, 0, loader),
            new LoadSlice
            {
                FromBytes = 0,
                ToBytes = 1_000,
                PrefixSha256 = "prefix",
                Lines = lines,
                Blanks = 0,
                Numbers = numbers,
                RejectCount = rejects.Length,
                Chunks = chunks,
                Rejects = rejects,
                Sha256 = "feed",
            }, None);
    }

    /// <summary>Claims chunks and commits all of their lines; <paramref name="add"/> makes a row of a line.</summary>
    public async Task<long> WorkAsync(int chunks = int.MaxValue, Action<ResultRows, long>? add = null)
    {
        var runner = await JoinAsync();
        for (; chunks > 0 && await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None) is { } lease; chunks--)
        {
            var rows = new ResultRows();
            for (var line = lease.NextLine; line < lease.EndLine; line++) (add ?? Factored)(rows, line);
            var commit = new ChunkCommit(lease, lease.NextLine, long.MaxValue, rows);
            var outcome = await Ledger.Commits.CommitAsync([commit], Lease, None);
            Assert.True(outcome.Single().Ended);
        }
        return runner;
    }

    public static void Factored(ResultRows rows, long line) =>
        rows.Add(
            line, Digits(line), Encoding.UTF8.GetBytes($"[\"{line}\"]"), ResultStatus.Factored, [],
            "trial"u8.ToArray(), 7);

    public static void Unfactored(ResultRows rows, long line) =>
        rows.Add(line, Digits(line), "[]"u8, ResultStatus.Unfactored, Digits(line), "rho"u8.ToArray(), 7);

    static byte[] Digits(long line) => Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Claims a chunk and keeps it.</summary>
    public async Task<ChunkLease> HoldAsync() =>
        Assert.IsType<ChunkLease>(await Ledger.Chunks.ClaimAsync(await JoinAsync(), 3, false, Lease, None));

    public async Task CompleteAsync()
    {
        var exporter = await JoinAsync(RunnerRole.Serve);
        while (await Ledger.Batches.TakeExportAsync("here", exporter, None) is { } batch)
            Assert.True(await Ledger.Batches.CompleteAsync(batch.Id, exporter, None));
    }

    public async Task<BatchSummary> SummaryAsync(long id) => (await Ledger.Summaries.FindAsync(id, None))!;

    public Task<string> PageAsync(string path) => Browser.GetStringAsync(path);

    public async Task<JsonElement> JsonAsync(string path) =>
        JsonDocument.Parse(await Browser.GetStringAsync(path)).RootElement;

    /// <summary>Asks until the answer is as wanted: the dashboard itself looks once a second.</summary>
    public async Task<string> UntilAsync(string path, Func<string, bool> isWanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var text = "nothing";
        try
        {
            while (true)
            {
                text = await Browser.GetStringAsync(path, patience.Token);
                if (isWanted(text)) return text;
                await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{path} never said what it should; the last time it said:\n{text}");
        }
    }

    /// <summary>Posts the form with the token that stands on a page, as a browser does.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string page, string action, params (string Name, string Value)[] fields)
    {
        var token = FormToken().Match(await PageAsync(page));
        Assert.True(token.Success, $"{page} holds no form token");
        return await Browser.PostAsync(action, new FormUrlEncodedContent(
            fields.Append(("token", WebUtility.HtmlDecode(token.Groups[1].Value)))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _host.DisposeAsync();
        _logs.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    sealed class KeptLog : ILoggerProvider, ILogger
    {
        readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text) return _text.ToString();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (_text) _text.AppendLine(formatter(state, exception)).Append(exception).AppendLine();
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
