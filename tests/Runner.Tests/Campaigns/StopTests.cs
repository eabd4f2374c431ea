using System.Diagnostics;
using System.Globalization;
using BatchRunner.Storage;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Campaigns;

[Collection(CampaignCollection.Name)]
public sealed class StopTests(ITestOutputHelper output)
{
    // Ten seconds' work: whoever looks some seconds late still finds it under way.
    const int HardNumbers = 400;
    static readonly string[] AtLeisure = ["--set", "Factoring:BudgetSeconds=0.05"];
    static readonly string[] InAMoment = ["--set", "Factoring:BudgetSeconds=0.002"];

    /// <summary>Who hears the signal: as <c>kill</c> sends it, or as Ctrl-C in a terminal does.</summary>
    public enum Hearer
    {
        Parent,
        Group,
    }

    [Theory]
    [InlineData("serve", Signals.Terminate, 143, Hearer.Parent)]
    [InlineData("serve", Signals.Interrupt, 130, Hearer.Group)]
    [InlineData("run", Signals.Terminate, 143, Hearer.Group)]
    [InlineData("run", Signals.Interrupt, 130, Hearer.Parent)]
    public async Task A_stopped_program_leaves_in_time_loses_nothing_and_goes_on_later(
        string verb, int signal, int exitCode, Hearer hearer)
    {
        await using var site = await SiteAsync();
        var (program, lines, arguments) = Begin(site, verb);
        var batch = await UnderWayAsync(site);
        var before = (await site.BatchAsync(batch))!;

        var sent = Stopwatch.GetTimestamp();
        Assert.True(Signals.Send(hearer == Hearer.Group ? -program.Id : program.Id, signal));
        Assert.Equal(exitCode, await program.ExitAsync(Campaign.Limit));
        var needed = Stopwatch.GetElapsedTime(sent);

        site.Print($"{verb} ended {needed.TotalSeconds:F2} s after signal {signal}, load {Site.LoadAverage()}");
        Assert.InRange(needed.TotalSeconds, 0, Campaign.Within(3).TotalSeconds);
        await site.CheckNobodyLeftAsync();
        Assert.Empty(await site.Ledger.Chunks.RunningAsync(CancellationToken.None));
        Assert.Equal(0, await site.RescuesAsync(batch));
        Assert.InRange((await site.BatchAsync(batch))!.Done, before.Done, lines.Length);
        if (program.HasSaid("Unhandled exception")) site.Fail("It crashed on its way out.");

        await GoOnAsync(site, verb, arguments, batch, lines.Length);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_whatever_holds_the_first_up()
    {
        await using var site = await SiteAsync();
        var (program, lines, arguments) = Begin(site, "run");
        var batch = await UnderWayAsync(site);

        // Somebody holds the ledger's write lock for good: nothing can be committed, released or said goodbye to.
        using (var probe = await HoldLedgerAsync(site))
        {
            Assert.True(Signals.Send(program.Id, Signals.Terminate));
            var first = Stopwatch.GetTimestamp();
            Assert.True(Signals.Send(program.Id, Signals.Interrupt));
            // Sent so close together either may be heard first.
            Assert.Contains(await program.ExitAsync(Campaign.Limit), new[] { 130, 143 });
            site.Print($"ended {Stopwatch.GetElapsedTime(first).TotalSeconds:F2} s after the second signal");
            Assert.InRange(Stopwatch.GetElapsedTime(first).TotalSeconds, 0, Campaign.Within(1).TotalSeconds);
            await site.UntilAsync("no process is left", Campaign.Within(2), () => site.Processes().Count == 0);
            probe.Release();
        }

        await GoOnAsync(site, "run", arguments, batch, lines.Length);
    }

    [Fact]
    public async Task A_stop_while_somebody_else_holds_the_ledger_still_ends_in_time()
    {
        await using var site = await SiteAsync();
        var (program, lines, arguments) = Begin(site, "run");
        var batch = await UnderWayAsync(site);
        using (var probe = await HoldLedgerAsync(site))
        {
            var sent = Stopwatch.GetTimestamp();
            Assert.True(Signals.Send(program.Id, Signals.Terminate));
            Assert.Equal(143, await program.ExitAsync(Campaign.Limit));
            var needed = Stopwatch.GetElapsedTime(sent);
            site.Print($"ended {needed.TotalSeconds:F2} s after the signal");
            // SQLite alone would wait longer for the lock, once for each thing there is to say.
            Assert.InRange(needed.TotalSeconds, 0, 5);
            await site.UntilAsync("no process is left", Campaign.Within(2), () => site.Processes().Count == 0);
            probe.Release();
        }

        await GoOnAsync(site, "run", arguments, batch, lines.Length);
    }

    [Fact]
    public async Task A_signal_in_the_middle_of_the_start_is_a_stop_and_no_failure()
    {
        await using var site = await SiteAsync();
        var serve = site.Start("serve");
        await site.UntilAsync("the service has joined", Campaign.Limit, async () =>
            (await site.Ledger.Runners.AliveAsync(CancellationToken.None)).Count > 0);

        Signals.Send(serve.Id, Signals.Terminate);

        Assert.Equal(143, await serve.ExitAsync(Campaign.Limit));
        if (serve.HasSaid("failed") || serve.HasSaid("xception")) site.Fail("It took the signal for a failure.");
        await site.CheckNobodyLeftAsync();
    }

    [Fact]
    public async Task A_runner_whose_parent_is_gone_while_it_starts_leaves_without_a_word()
    {
        await using var site = await SiteAsync();
        var parent = await site.Ledger.Runners.RegisterAsync(
            new(RunnerRole.Serve, null, "elsewhere", 1, "then", "nobody", "1", 0, false), CancellationToken.None);
        var child = site.StartWith(
            new() { ["BATCHRUNNER_PARENT"] = parent.ToString(CultureInfo.InvariantCulture) }, "work");
        child.CloseInput();

        Assert.Equal(0, await child.ExitAsync(Campaign.Limit));

        Assert.Empty(child.Lines);
    }

    /// <summary>The program is started again and brings the batch to its end.</summary>
    static async Task GoOnAsync(Site site, string verb, string[] arguments, long batch, int numbers)
    {
        var next = site.Start(verb, [.. arguments, .. InAMoment]);
        await site.FinishAsync(batch, TimeSpan.FromMinutes(5));
        await site.CheckSoundAsync(batch, numbers);
        if (verb == "serve") Signals.Send(next.Id, Signals.Terminate);
        Assert.Equal(verb == "serve" ? 143 : 1, await next.ExitAsync(Campaign.Limit));
        await site.CheckNobodyLeftAsync();
    }

    /// <summary>Holds the ledger's write lock, as a stranger might.</summary>
    static async Task<LockProbe> HoldLedgerAsync(Site site)
    {
        var probe = new LockProbe(site.Folders.Data);
        await site.UntilAsync("the write lock", Campaign.Limit, probe.TryTake);
        return probe;
    }

    Task<Site> SiteAsync() => Site.CreateAsync(output, null, "Chunks:TargetSeconds=100");

    static (LoggedProcess Program, string[] Lines, string[] Arguments) Begin(Site site, string verb)
    {
        var lines = site.Numbers.Unsplittable(HardNumbers);
        if (verb == "serve")
        {
            site.Drop("work.txt", lines);
            return (site.StartGroup("serve", AtLeisure), lines, []);
        }
        var file = Path.Combine(site.WorkingFolder, "work.txt");
        File.WriteAllLines(file, lines);
        return (site.StartGroup("run", [file, .. AtLeisure]), lines, [file]);
    }

    static Task<long> UnderWayAsync(Site site) =>
        site.SeeAsync<long>("the first rows", Campaign.Limit, async () =>
            await site.BatchesAsync() is [{ Done: > 10, State: BatchState.Open } batch] ? batch.Id : null);
}
