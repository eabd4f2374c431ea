using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>dashboard [RESULTS] [BATCHES] [SECONDS]</c>: what every page costs with a full ledger (10,000,000 results in 1,000
/// batches unless told otherwise; half of the results are one batch), while nothing runs and while two workers run flat
/// out; then the CPU of the serving process with 50 tabs open. Times are from request to last byte over loopback, so
/// they hold the server's time and a little more.
/// </summary>
static partial class DashboardCommand
{
    const int Rounds = 15;
    const int Tabs = 50;

    public static async Task<int> RunAsync(string[] args)
    {
        var results = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var batches = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000;
        var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 15;
        var folder = Directory.CreateTempSubdirectory("batchrunner-dashboard-").FullName;
        try
        {
            var started = Stopwatch.GetTimestamp();
            await FullLedger.MakeAsync(Path.Combine(folder, "data"), results, batches);
            Console.WriteLine(
                $"{MachineName.Cpu}, {Environment.ProcessorCount} cores; {results:N0} results in {batches:N0} batches, "
                + $"made in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
            await using (var idle = await ServingProgram.StartAsync(folder))
            {
                Console.WriteLine("nothing runs (ms: median, slowest)");
                await PagesAsync(idle, batches, FullLedger.LinesOfFirst(results) - 50);
                await TabsAsync(idle, batches, seconds);
            }
            WriteWork(Path.Combine(folder, "work.txt"));
            await using (var busy = await ServingProgram.StartAsync(folder))
            {
                busy.Submit(Path.Combine(folder, "work.txt"));
                await Task.Delay(TimeSpan.FromSeconds(3));
                Console.WriteLine("two workers run flat out (ms: median, slowest)");
                await PagesAsync(busy, batches, FullLedger.LinesOfFirst(results) - 50);
                await TabsAsync(busy, batches + 1, seconds);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Numbers that keep two workers busy for minutes, cheap and dear ones mixed.</summary>
    static void WriteWork(string path)
    {
        var random = new Random(1);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        for (var i = 0; i < 400_000; i++)
            file.WriteLine($"{random.NextInt64(1, long.MaxValue)}{random.NextInt64(100_000, 999_999)}");
    }

    static async Task PagesAsync(ServingProgram program, int batches, int far)
    {
        (string Name, string Path)[] pages =
        [
            ("overview", "/"), ("overview, older", $"/?before={batches / 2}"), ("large batch", "/batches/1"),
            ("small batch", $"/batches/{batches / 2}"), ("results", "/batches/1/results"),
            ("results, far line", $"/batches/1/results?line={far}"),
            ("results, by status", "/batches/1/results?status=unfactored"),
            ("results, by method", "/batches/1/results?method=rho"),
            ("results, rare method", "/batches/1/results?method=siqs"),
            ("results, by number", "/batches/1/results?number=7"),
            ("rejects", "/batches/1/rejects"), ("failures", "/failures"), ("runners", "/runners"),
            ("settings", "/settings"), ("metrics", "/metrics"), ("health", "/health"),
        ];
        using var http = new HttpClient { BaseAddress = program.Url };
        foreach (var (name, path) in pages)
        {
            var times = new List<double>();
            for (var i = 0; i < Rounds; i++)
            {
                var started = Stopwatch.GetTimestamp();
                (await http.GetAsync(path)).EnsureSuccessStatusCode();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                // No page is to profit from what the one before left fresh.
                await Task.Delay(TimeSpan.FromMilliseconds(60));
            }
            // The first one compiles.
            times = [.. times.Skip(1).Order()];
            Console.WriteLine($"  {name,-22} {times[times.Count / 2],7:F1} {times[^1],7:F1}");
        }
    }

    /// <summary>
    /// As 50 tabs do: half on the overview, most of the rest on the newest batch, some on others, each asking for its
    /// fragment as often as its page says: once a second where something is in work.
    /// </summary>
    static async Task TabsAsync(ServingProgram program, int newest, int seconds)
    {
        using var http = new HttpClient { BaseAddress = program.Url };
        using var end = new CancellationTokenSource();
        var asked = 0;
        async Task KeepOpenAsync(int tab)
        {
            var path = (tab % 10) switch { < 5 => "/", < 8 => $"/batches/{newest}", _ => $"/batches/{1 + tab % 7}" };
            var refresh = Refresh().Match(await http.GetStringAsync(path)).Groups[1].Value;
            await Task.Delay(TimeSpan.FromMilliseconds(1_000.0 * tab / Tabs));
            using var timer = new PeriodicTimer(
                TimeSpan.FromMilliseconds(int.Parse(refresh, CultureInfo.InvariantCulture)));
            try
            {
                do
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path);
                    request.Headers.Add("X-Fragment", "1");
                    request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
                    (await http.SendAsync(request, end.Token)).EnsureSuccessStatusCode();
                    Interlocked.Increment(ref asked);
                }
                while (await timer.WaitForNextTickAsync(end.Token));
            }
            catch (OperationCanceledException)
            {
                // The tab is closed.
            }
        }

        var quiet = await program.CpuShareAsync(TimeSpan.FromSeconds(seconds));
        var tabs = Enumerable.Range(0, Tabs).Select(KeepOpenAsync).ToList();
        await Task.Delay(TimeSpan.FromSeconds(6));
        var before = asked;
        var share = await program.CpuShareAsync(TimeSpan.FromSeconds(seconds));
        var answered = asked - before;
        await end.CancelAsync();
        await Task.WhenAll(tabs);
        Console.WriteLine(
            $"  {Tabs} tabs: serve uses {share:P2} of all CPU time, {quiet:P2} without them; {answered} answers in {seconds} s");
    }

    [GeneratedRegex("data-refresh=\"([0-9]+)\"")]
    private static partial Regex Refresh();
}
