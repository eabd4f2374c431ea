using BatchRunner.Jobs;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

public sealed class SameResultsTests(ITestOutputHelper output)
{
    /// <summary>A runner process ends at most one chunk less: at this end it kills itself, and its other worker with it.</summary>
    const int LastEnd = 4;

    [Fact]
    public async Task Results_are_the_same_bytes_for_one_worker_and_for_four_that_are_killed()
    {
        var kills = Campaign.Size(3, 40);
        await using var site = await Site.CreateAsync(output, null);
        string[] lines =
        [
            "# one of everything", "0", "1", "", "no number", "  +00360 ", .. site.Numbers.Easy(Campaign.Size(3_000, 50_000)),
            .. Mixed(site, Campaign.Size(60, 2_000)), "18446744073709551557", "18446744073709551616",
        ];

        var (alone, _) = await WorkAsync("alone", lines, 1, killed: false);
        var (together, _) = await WorkAsync("together", lines, 4, killed: false);
        var (shot, deaths) = await WorkAsync("shot", lines, 4, killed: true);

        Assert.True(alone.Length > lines.Length, "There are no results.");
        Assert.True(alone.AsSpan().SequenceEqual(together), "Four workers gave another text than one.");
        Assert.True(alone.AsSpan().SequenceEqual(shot), "Four workers that were killed gave another text than one.");
        Assert.InRange(deaths, kills, int.MaxValue);
    }

    // Of so many chunks that no process lives to see the last of them.
    static IEnumerable<string> Mixed(Site site, int times) =>
        Enumerable.Range(0, times).SelectMany(_ => (string[])[.. site.Numbers.Semiprimes(4), .. site.Numbers.Smooth(1)]);

    /// <summary>
    /// Chunks as large as the planner makes them. It leaves little to be split, which is why the rows of split chunks are
    /// compared where a test lays out the chunks itself: in WorkerPoolTests. Killed from within, because a batch as small
    /// as this one may be over before a shot from outside is fired.
    /// </summary>
    async Task<(byte[] Text, int Deaths)> WorkAsync(string name, string[] lines, int workers, bool killed)
    {
        await using var site = await Site.CreateAsync(output, null,
            "Factoring:BudgetSeconds=0", "Chunks:TargetSeconds=1000", $"Runners:Processes={(workers == 1 ? 1 : 2)}",
            $"Runners:WorkersPerProcess={(workers == 1 ? 1 : workers / 2)}");
        var serve = site.StartAt(killed ? $"{Failpoint.ChunkEnding}:{LastEnd}" : null, "serve");
        var batch = await site.DropAndTakeAsync("numbers.txt", lines);
        await site.FinishAsync(batch, TimeSpan.FromMinutes(Campaign.Size(5, 40)));

        var chunks = (await site.Ledger.Chunks.OfBatchAsync(batch, 0, 10_000, CancellationToken.None)).Count;
        var rescues = await site.RescuesAsync(batch);
        var text = Path.Combine(site.WorkingFolder, "results.txt");
        await site.DoAsync("results", "numbers.txt", "--format", "text", "-o", text);
        await site.StopAsync(serve);

        var deaths = serve.Lines.Count(l => l.Contains("Killed at the failpoint", StringComparison.Ordinal));
        site.Print($"{name}: {workers} workers, {chunks} chunks, {deaths} deaths, {rescues} rescues");
        // The chunk whose end was its own is always left behind.
        if (rescues < deaths) site.Fail($"{deaths} runners died with a chunk in hand, and {rescues} chunks were rescued.");
        return (await File.ReadAllBytesAsync(text), deaths);
    }
}
