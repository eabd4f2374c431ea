using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Steering a running service, on a batch that holds a number that takes minutes.</summary>
[Collection(CampaignCollection.Name)]
public sealed class SteeringTests(ITestOutputHelper output)
{
    const int Easy = 200;

    static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Pause_resume_and_cancel_take_effect_within_a_second_inside_a_number_that_takes_minutes()
    {
        var rounds = Campaign.Size(3, 30);
        await using var site = await Site.CreateAsync(
            output, null, "Factoring:BudgetSeconds=0", "Runners:Processes=1");
        var serve = site.Start("serve");
        var batch = await site.DropAndTakeAsync("long.txt", [site.Numbers.Long()]);
        await site.UntilAsync("the long number runs", Campaign.Limit, async () =>
            await site.BatchAsync(batch) is { RunningChunks: 1 });

        var (pauses, resumes, cancels) = (new Delays(), new Delays(), new Delays());
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(site.Random.Next(1500));
            pauses.Add(await TimeAsync(site, batch, b => b.RunningChunks == 0,
                () => site.Ledger.Steering.PauseAsync(batch, None)));
            resumes.Add(await TimeAsync(site, batch, b => b.RunningChunks == 1,
                () => site.Ledger.Steering.ResumeAsync(batch, None)));
        }
        // The only worker has dropped its number when it is seen at another batch.
        var next = await site.DropAndTakeAsync("next.txt", site.Numbers.Easy(10));
        cancels.Add(await TimeAsync(site, next, b => b.Done == 10,
            () => site.Ledger.Steering.CancelAsync(batch, null, None)));

        site.Print($"paused after {pauses}; running again after {resumes}; cancelled after {cancels}");
        Assert.InRange(pauses.Worst, 0, Campaign.Within(1).TotalSeconds);
        Assert.InRange(resumes.Worst, 0, Campaign.Within(1).TotalSeconds);
        Assert.InRange(cancels.Worst, 0, Campaign.Within(1).TotalSeconds);
        Assert.Equal(BatchState.Cancelled, (await site.BatchAsync(batch))!.State);
        Assert.Equal(0, await site.RescuesAsync(batch));
        await site.StopAsync(serve);
    }

    [Fact]
    public async Task A_service_is_steered_by_its_verbs_while_a_number_takes_minutes()
    {
        const int Hard = 200, Urgent = 40;
        await using var site = await Site.CreateAsync(output, null, "Factoring:BudgetSeconds=0.05");
        var serve = site.Start("serve");
        var batch = await site.DropAndTakeAsync("long.txt", [.. site.Numbers.Easy(Easy), site.Numbers.Long()]);
        var first = await site.FinishAsync(batch, Campaign.Limit);
        Assert.Equal((BatchState.CompletedWithFailures, 1), (first.State, first.Unfactored));

        await site.DoAsync("retry", "long.txt", "--unfactored", "--budget", "0");
        await site.UntilAsync("the long number is tried without a limit", Campaign.Limit, async () =>
            await site.BatchAsync(batch) is { RunningChunks: 1, Done: Easy });

        var wide = await site.DropAndTakeAsync("wide.txt", site.Numbers.Unsplittable(Hard));
        await site.DoAsync("workers", "4");
        await SeeWorkersAsync(site, 2 * 4);
        await site.DoAsync("workers", "1");
        await SeeWorkersAsync(site, 2);

        // One of the two workers has the long number, the other goes on with the older of two equal batches.
        var urgent = await site.DropAndTakeAsync("urgent.txt", site.Numbers.Unsplittable(Urgent));
        await site.DoAsync("priority", "urgent.txt", "high");
        await site.UntilAsync("the high batch has the worker of the normal one", Campaign.Within(2), async () =>
            await site.BatchAsync(urgent) is { RunningChunks: 1 } && await site.BatchAsync(wide) is { RunningChunks: 0, Waiting: > 0 });
        Assert.Equal(1, (await site.BatchAsync(batch))!.RunningChunks);
        await site.FinishAsync(urgent, Campaign.Limit);
        site.Print($"the high batch was finished when the normal one had {(await site.BatchAsync(wide))!.Done} of {Hard}");

        await site.DoAsync("pause", "long.txt");
        await site.UntilAsync("the long number is let go", Campaign.Within(1), async () =>
            await site.BatchAsync(batch) is { RunningChunks: 0, ReadyChunks: 1 });
        await site.FinishAsync(wide, Campaign.Limit);
        Assert.Equal(0, (await site.BatchAsync(batch))!.RunningChunks);
        await site.DoAsync("resume", "long.txt");
        await site.UntilAsync("the long number runs again", Campaign.Within(1), async () =>
            await site.BatchAsync(batch) is { RunningChunks: 1 });
        await site.DoAsync("cancel", "long.txt");

        await site.CheckSoundAsync(wide, Hard);
        await site.CheckSoundAsync(urgent, Urgent);
        Assert.Equal((BatchState.Cancelled, Easy), ((await site.BatchAsync(batch))!.State, (await site.BatchAsync(batch))!.Done));
        await site.StopAsync(serve);
    }

    [Fact]
    public async Task Runner_processes_stand_back_for_others_when_the_settings_say_so()
    {
        await using var site = await Site.CreateAsync(output, null, "Runners:ProcessPriority=low", "Runners:Processes=1");
        var serve = site.Start("serve");
        var batch = await site.DropAndTakeAsync("easy.txt", site.Numbers.Easy(Easy));
        await site.FinishAsync(batch, Campaign.Limit);
        var runner = (await site.Ledger.Runners.AliveAsync(None)).Single(r => r.Role == RunnerRole.Work);

        var niceValues = Directory.EnumerateDirectories($"/proc/{runner.Pid}/task").Select(NiceOf).OfType<int>().ToList();

        Assert.NotEmpty(niceValues);
        Assert.All(niceValues, nice => Assert.Equal(19, nice));
        Assert.InRange(NiceOf($"/proc/{serve.Id}")!.Value, 0, 18);
        await site.StopAsync(serve);
    }

    // Field 19 of proc(5)'s stat; field 3 is the first behind the name in parentheses.
    static int? NiceOf(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // A thread that has just ended.
            return null;
        }
    }

    static async Task<TimeSpan> TimeAsync(Site site, long batch, Func<BatchSummary, bool> reached, Func<Task<bool>> steer)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.True(await steer());
        await site.UntilAsync("the order is carried out", Campaign.Limit, async () => reached((await site.BatchAsync(batch))!));
        return Stopwatch.GetElapsedTime(started);
    }

    static async Task SeeWorkersAsync(Site site, int workers)
    {
        await site.UntilAsync($"{workers} chunks are worked at once", Campaign.Within(2), async () =>
            (await site.Ledger.Chunks.RunningAsync(None)).Count == workers);
        await site.UntilAsync($"{workers} workers are shown", Campaign.Within(2), async () =>
            (await site.Ledger.Runners.AliveAsync(None)).Sum(r => r.Workers) == workers);
    }
}
