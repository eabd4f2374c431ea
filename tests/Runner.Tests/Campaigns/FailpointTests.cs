using System.Globalization;
using System.IO.Compression;
using BatchRunner.Jobs;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>
/// Kills at every step that has a name: the process dies exactly there, the next one is started without a failpoint, and
/// everything must end in exactly one place.
/// </summary>
public sealed class FailpointTests(ITestOutputHelper output)
{
    /// <summary>Several slices, so that loading can be cut off between two.</summary>
    const int ManyLines = 40_000;

    const int FewLines = 3_000;
    const int Killed = 128 + 9;

    static int Arrivals => Campaign.Size(1, 2);

    public static TheoryData<string> OfServe =>
        Points(name => !IsOfSubmit(name) && !IsOfWork(name) && name != Failpoint.TransferPage);

    public static TheoryData<string> OfSubmit => Points(name => IsOfSubmit(name) || IsOfLoading(name));

    // The same steps as the service's, in another program: two of them will do when there is no time for all.
    public static TheoryData<string> OfRun => Points(name => Campaign.IsLong
        ? IsOfSubmit(name) || IsOfLoading(name) || IsOfEnding(name)
        : name is Failpoint.SubmitNamed or Failpoint.ExportTaken);

    public static TheoryData<string> OfWork => Points(IsOfWork);

    [Theory]
    [MemberData(nameof(OfServe))]
    public async Task Whatever_the_service_was_doing_when_it_was_killed_is_done_once(string failpoint)
    {
        await using var site = await SiteAsync();
        var (many, few) = (site.Numbers.Easy(ManyLines), site.Numbers.Easy(FewLines));
        site.Drop("many.txt", many);
        site.Drop("few.txt", few);
        await DieAsync(site, failpoint, "serve", () =>
        {
            // Only now, so that what they repeat is a batch already, or is on its way to become one.
            site.Drop("many-again.txt", many);
            site.Drop("few-again.txt", few);
            Garble(site, "bad.txt.gz");
            Garble(site, "worse.txt.gz");
        });

        var serve = site.Start("serve");
        await SettledAsync(site, 2);
        Assert.Equal(["bad.txt.gz", "worse.txt.gz"], Names(site.Folders.Failed, ".gz"));
        Assert.Equal(["bad.txt.gz.error.txt", "worse.txt.gz.error.txt"], Names(site.Folders.Failed, ".error.txt"));
        Assert.Equal(2, Names(site.Folders.Done, ".txt")
            .Count(n => n.Contains(".duplicate-of-batch-", StringComparison.Ordinal)));
        await CheckBatchesAsync(site, [many, few]);
        await EndAsync(site, serve);
    }

    [Theory]
    [MemberData(nameof(OfSubmit))]
    public async Task A_killed_submit_can_be_said_again(string failpoint)
    {
        await using var site = await SiteAsync();
        var (many, few) = (site.Numbers.Easy(ManyLines), site.Numbers.Easy(FewLines));
        var files = Originals(site, many, few);
        await DieAsync(site, failpoint, "submit", () => { }, files);

        var again = site.Start("submit", files);
        Assert.Equal(0, await again.ExitAsync(Campaign.Limit));
        var serve = site.Start("serve");
        await SettledAsync(site, 2);
        await CheckBatchesAsync(site, [many, few]);
        Assert.All(files, f => Assert.True(File.Exists(f)));
        await EndAsync(site, serve);
    }

    [Theory]
    [MemberData(nameof(OfRun))]
    public async Task A_killed_run_started_again_goes_on_where_it_was(string failpoint)
    {
        await using var site = await SiteAsync();
        var (many, few) = (site.Numbers.Easy(ManyLines), site.Numbers.Easy(FewLines));
        var files = Originals(site, many, few);
        await DieAsync(site, failpoint, "run", () => { }, files);

        var again = site.Start("run", files);
        Assert.Equal(0, await again.ExitAsync(Campaign.Limit));
        await CheckBatchesAsync(site, [many, few]);
        await site.CheckNobodyLeftAsync();
    }

    [Theory]
    [MemberData(nameof(OfWork))]
    public async Task What_a_killed_runner_had_in_hand_is_done_by_another(string failpoint)
    {
        await using var site = await SiteAsync();
        var many = site.Numbers.Easy(ManyLines);
        site.Drop("many.txt", many);
        var submit = site.Start("submit", Path.Combine(site.Folders.Inbox, "many.txt"));
        Assert.Equal(0, await submit.ExitAsync(Campaign.Limit));
        File.Delete(Path.Combine(site.Folders.Inbox, "many.txt"));
        await DieAsync(site, failpoint, "work", () => { });

        var serve = site.Start("serve");
        await SettledAsync(site, 1);
        await CheckBatchesAsync(site, [many]);
        await EndAsync(site, serve);
    }

    static async Task DieAsync(Site site, string failpoint, string verb, Action meanwhile, params string[] arguments)
    {
        var doomed = site.StartAt(failpoint, verb, arguments);
        meanwhile();
        try
        {
            Assert.Equal(Killed, await doomed.ExitAsync(Campaign.Limit));
        }
        catch (TimeoutException)
        {
            site.Fail($"{verb} did not die at {failpoint}.");
        }
        if (!doomed.HasSaid($"Killed at the failpoint {failpoint}.")) site.Fail($"{verb} died, but not at {failpoint}.");
    }

    // Whom the failpoint killed is buried: alive are the service and its one runner.
    // What a killed submit had not finished copying stays in claimed/ for a while, under a name that says so.
    static Task SettledAsync(Site site, int batches) =>
        site.UntilAsync("everything is in its place", Campaign.Limit, async () =>
            Names(site.Folders.Inbox, "").Count == 0
            && Names(site.Folders.Claimed, "").All(n => n.EndsWith(".part", StringComparison.Ordinal))
            && await site.BatchesAsync() is var all && all.Count == batches && all.All(b => BatchState.IsFinal(b.State))
            && (await site.Ledger.Runners.AliveAsync(CancellationToken.None)).Count == 2);

    static async Task CheckBatchesAsync(Site site, IReadOnlyList<string[]> files)
    {
        var batches = await site.BatchesAsync();
        Assert.Equal(files.Select(f => (long)f.Length).Order(), batches.Select(b => b.Numbers).Order());
        foreach (var batch in batches)
        {
            Assert.Equal(BatchState.Completed, batch.State);
            await site.CheckSoundAsync(batch.Id, batch.Numbers);
            var id = batch.Id.ToString(CultureInfo.InvariantCulture);
            var factors = Assert.Single(Names(site.Folders.Done, $".batch-{id}.factors.txt"));
            var input = Names(site.Folders.Done, ".txt").Single(n =>
                n.EndsWith($".batch-{id}.txt", StringComparison.Ordinal) && !n.Contains("duplicate", StringComparison.Ordinal));
            Assert.Contains(files, f => File.ReadAllLines(Path.Combine(site.Folders.Done, input)).SequenceEqual(f));
            Assert.Equal(batch.Numbers, File.ReadLines(Path.Combine(site.Folders.Done, factors)).Count());
        }
    }

    static async Task EndAsync(Site site, LoggedProcess serve)
    {
        Signals.Send(serve.Id, Signals.Terminate);
        Assert.Equal(128 + Signals.Terminate, await serve.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    static string[] Originals(Site site, params string[][] files) =>
        [.. files.Select((lines, i) =>
        {
            var path = Path.Combine(site.WorkingFolder, string.Create(CultureInfo.InvariantCulture, $"original-{i}.txt"));
            File.WriteAllLines(path, lines);
            return path;
        })];

    static List<string> Names(string folder, string end) =>
        [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(n => n.EndsWith(end, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    // The end is cut off: what is found out only at the end, after part of it is in the ledger, is tested with intake.
    static void Garble(Site site, string name)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("12345678\n"u8);
        File.WriteAllBytes(Path.Combine(site.Folders.Inbox, name), [.. bytes.ToArray().Take(14), .. name.Select(c => (byte)c)]);
    }

    static TheoryData<string> Points(Func<string, bool> wanted)
    {
        TheoryData<string> points = [];
        foreach (var name in Failpoint.All.Where(wanted))
        {
            for (var arrival = 1; arrival <= Arrivals; arrival++)
                points.Add(arrival == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{arrival}"));
        }
        return points;
    }

    static bool IsOfWork(string name) => name.StartsWith("chunk.", StringComparison.Ordinal);

    static bool IsOfSubmit(string name) => name.StartsWith("submit.", StringComparison.Ordinal);

    static bool IsOfLoading(string name) =>
        Campaign.IsLong && name.StartsWith("intake.", StringComparison.Ordinal) && name != Failpoint.IntakeClaimed;

    static bool IsOfEnding(string name) =>
        name.StartsWith("export.", StringComparison.Ordinal) || name.StartsWith("move.", StringComparison.Ordinal);

    // Small chunks, so that there are several of them and slices to load them in.
    Task<Site> SiteAsync() => Site.CreateAsync(output, null, "Runners:Processes=1", "Chunks:MaxNumbers=5000");
}
