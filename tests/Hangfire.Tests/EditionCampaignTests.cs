using System.Diagnostics;
using System.Globalization;
using BatchRunner.Runner.Tests.Campaigns;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace BatchRunner.Hangfire.Tests;

/// <summary>
/// What is promised of this edition beside what its campaigns share with the built-in engine.
/// <c>BATCHRUNNER_CAMPAIGN=long dotnet test tests/Hangfire.Tests --filter EditionCampaign</c> takes a quarter of an hour.
/// </summary>
[Collection(CampaignCollection.Name)]
public sealed class EditionCampaignTests(ITestOutputHelper output)
{
    const int Processes = 4;
    const double BudgetSeconds = 0.05;
    static readonly TimeSpan LongBatch = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Four_processes_have_even_shares_of_a_batch()
    {
        await using var site = await CreateAsync("Chunks:TargetSeconds=40");
        var serve = site.Start("serve");
        var numbers = Campaign.IsLong ? await CountForAsync(site, LongBatch) : 600;
        var clock = Stopwatch.StartNew();
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));
        await site.FinishAsync(batch, TimeSpan.FromMinutes(20));
        clock.Stop();

        var shares = Shares(site, batch);
        var total = shares.Sum();
        site.Print($"{numbers} numbers in {clock.Elapsed}, {total} tickets worked; shares: "
            + string.Join(", ", shares.Select(s => (100.0 * s / total).ToString("F1", CultureInfo.InvariantCulture) + " %")));
        Assert.Equal(Processes, shares.Count);
        Assert.InRange(100.0 * shares.Min() / total, 15, 100.0 / Processes);
        await site.CheckSoundAsync(batch, numbers);
        await site.StopAsync(serve);
        await site.DoAsync("verify");
    }

    [Fact]
    public async Task A_batch_survives_the_killing_of_its_runners_and_its_chunks_get_new_tickets()
    {
        var kills = Campaign.Size(3, 50);
        await using var site = await CreateAsync("Chunks:TargetSeconds=100");
        var serve = site.Start("serve");
        // Some shots find their chunk done: there are numbers for twice as many.
        var numbers = kills * 100;
        var batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(numbers));
        var (shots, rescues) = (0, new Delays());
        while (rescues.Count < kills)
        {
            await site.UntilAsync("rows", TimeSpan.FromMinutes(5), async () =>
                (await site.BatchAsync(batch))!.Done >= (long)numbers * rescues.Count / (2 * kills));
            shots++;
            if (await ShootAsync(site) is { } rescue) rescues.Add(rescue);
        }
        await site.FinishAsync(batch, TimeSpan.FromMinutes(30));

        site.Print($"{shots} shots, {kills} hit a running chunk; rescues: {rescues}");
        Assert.InRange(rescues.Worst, 0, Campaign.Within(5).TotalSeconds);
        await site.CheckSoundAsync(batch, numbers);

        var clock = Stopwatch.StartNew();
        await site.StopAsync(serve);
        site.Print($"stopped within {clock.Elapsed.TotalSeconds:F2} s");
        await site.DoAsync("verify");
    }

    [Fact]
    public async Task A_service_in_the_middle_of_its_work_stops_in_time()
    {
        var stops = Campaign.Size(2, 10);
        await using var site = await CreateAsync();
        var delays = new Delays();
        var batch = 0L;
        for (var i = 0; i < stops; i++)
        {
            var serve = site.Start("serve");
            if (batch == 0) batch = await site.DropAndTakeAsync("work.txt", site.Numbers.Unsplittable(40_000));
            await site.UntilAsync("all workers at work", Campaign.Limit, async () =>
                (await site.Ledger.Chunks.RunningAsync(CancellationToken.None)).Count == Processes);
            var clock = Stopwatch.StartNew();
            Signals.Send(serve.Id, Signals.Terminate);
            Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
            delays.Add(clock.Elapsed);
            await site.CheckNobodyLeftAsync();
            Assert.Empty(await site.Ledger.Chunks.RunningAsync(CancellationToken.None));
        }

        site.Print($"stopped: {delays}");
        Assert.InRange(delays.Worst, 0, Campaign.Within(5).TotalSeconds);
    }

    Task<Site> CreateAsync(params string[] settings) => Site.CreateAsync(output, null,
    [
        string.Create(CultureInfo.InvariantCulture, $"Factoring:BudgetSeconds={BudgetSeconds}"),
        $"Runners:Processes={Processes}", .. settings,
    ]);

    async Task<int> CountForAsync(Site site, TimeSpan time)
    {
        const int Sample = 600;
        var sample = await site.DropAndTakeAsync("sample.txt", site.Numbers.Unsplittable(Sample));
        var clock = Stopwatch.StartNew();
        await site.FinishAsync(sample, TimeSpan.FromMinutes(10));
        output.WriteLine($"{Sample} numbers took {clock.Elapsed}");
        return (int)(Sample * (time / clock.Elapsed));
    }

    /// <summary>Tickets of the batch that came into each server's hands, told by Hangfire's own tables.</summary>
    static List<long> Shares(Site site, long batch)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(site.Folders.Data, "hangfire.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT count(DISTINCT s.JobId) FROM State s JOIN Job j ON j.Id = s.JobId
            WHERE s.Name = 'Processing' AND json_extract(j.Arguments, '$[0]') = $batch
            GROUP BY json_extract(s.Data, '$.ServerId')
            """;
        command.Parameters.AddWithValue("$batch", batch.ToString(CultureInfo.InvariantCulture));
        using var reader = command.ExecuteReader();
        List<long> shares = [];
        while (reader.Read()) shares.Add(reader.GetInt64(0));
        return shares;
    }

    /// <summary>Kills a runner that holds a chunk: how long the dead kept it. Null when it was done just before.</summary>
    static async Task<TimeSpan?> ShootAsync(Site site)
    {
        await Task.Delay(site.Random.Next(500));
        var target = default(Storage.ChunkRow);
        await site.UntilAsync("a running chunk", Campaign.Limit, async () =>
        {
            var running = await site.Ledger.Chunks.RunningAsync(CancellationToken.None);
            target = running.Count == 0 ? null : running[site.Random.Next(running.Count)];
            return target is not null;
        });
        var runner = (await site.Ledger.Runners.FindAsync(target!.RunnerId!.Value, CancellationToken.None))!;
        var shot = Stopwatch.GetTimestamp();
        if (!Signals.Send(runner.Pid, Signals.Kill)) return null;

        await site.UntilAsync("the rescue", Campaign.Limit, async () => (await NowAsync(site, target)).RunnerId != runner.Id);
        var delay = Stopwatch.GetElapsedTime(shot);
        return (await NowAsync(site, target)).Rescues > target.Rescues ? delay : null;
    }

    static async Task<Storage.ChunkRow> NowAsync(Site site, Storage.ChunkRow chunk) =>
        (await site.Ledger.Chunks.OfBatchAsync(chunk.BatchId, chunk.Id - 1, 1, CancellationToken.None))[0];
}
