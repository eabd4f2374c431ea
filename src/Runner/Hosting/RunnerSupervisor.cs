using BatchRunner.Jobs.Rescue;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// Starts the runner processes, buries those that die and starts others in their place; and starts an isolated one
/// whenever a chunk is under suspicion of killing its workers. When it ends, all children have ended.
/// </summary>
sealed partial class RunnerSupervisor(
    Ledger ledger, Participant me, Rescuer rescuer, Quarantine quarantine, EffectiveSettings settings,
    IReadOnlyList<string> childArguments, Action<string>? childMessages, TimeProvider time, ILogger<RunnerSupervisor> logger) : BackgroundService
{
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);
    static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    /// <summary>A child that lived this long did not die of how it was started.</summary>
    static readonly TimeSpan Healthy = TimeSpan.FromSeconds(20);

    readonly StarterThread _starter = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var keepers = Enumerable.Range(0, settings.Options.Runners.Processes)
            .Select(_ => KeepAsync(stoppingToken))
            .Append(IsolateAsync(stoppingToken));
        try
        {
            await Task.WhenAll(keepers);
        }
        finally
        {
            _starter.Dispose();
        }
    }

    async Task KeepAsync(CancellationToken stop)
    {
        var backOff = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            var death = await LiveAsync(isolated: false, stop);
            if (death is not { } end) continue;

            backOff = !end.Blame || end.Age > Healthy ? TimeSpan.Zero
                : backOff == TimeSpan.Zero ? FirstBackOff
                : backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            await DelayAsync(backOff, stop);
        }
    }

    // A suspect chunk runs alone in a process that answers for one number at a time, and whose end we see: only so can
    // a death be told from a kill from outside, and be laid at the door of one line.
    async Task IsolateAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await ledger.Chunks.AnyReadyAsync(isolated: true, stop)) await LiveAsync(isolated: true, stop);
                await quarantine.TurnAsync(stop);
            }
            catch (LedgerException)
            {
                // Said elsewhere; the next turn tries again.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await DelayAsync(Turn, stop);
        }
    }

    /// <summary>One child from start to end. Null when it ended because we asked it to.</summary>
    async Task<(bool Blame, TimeSpan Age)?> LiveAsync(bool isolated, CancellationToken stop)
    {
        using var child = await _starter.RunAsync(
            () => ChildProcess.Start(settings, childArguments, childMessages, me.Id, isolated, time));
        LogStarted(child.Pid, isolated);
        try
        {
            await child.ExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(child);
            return null;
        }
        if (child.ExitCode == ExitCode.Success) return null;

        var death = ProcessEnd.Explain(child.ExitCode, child.OutOfMemoryKills);
        LogDied(child.Pid, death.Reason);
        await BuryAsync(child, death);
        return (death.Blame, child.Age);
    }

    async Task EndAsync(ChildProcess child)
    {
        child.AskToStop();
        try
        {
            await child.ExitAsync(CancellationToken.None).WaitAsync(StopTime, time);
        }
        catch (TimeoutException)
        {
            LogKilled(child.Pid);
            child.Kill();
            await child.ExitAsync(CancellationToken.None);
        }
    }

    async Task BuryAsync(ChildProcess child, RunnerDeath death)
    {
        try
        {
            var alive = await ledger.Runners.AliveAsync(CancellationToken.None);
            foreach (var runner in alive.Where(r => r.ParentId == me.Id && r.Pid == child.Pid))
                await rescuer.BuryAsync(runner, death, CancellationToken.None);
        }
        catch (LedgerException e)
        {
            LogNotBuried(child.Pid, e.Message);
        }
    }

    Task DelayAsync(TimeSpan delay, CancellationToken stop) =>
        Task.Delay(delay, time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    [LoggerMessage(3201, LogLevel.Information, "Runner process {Pid} started (isolated: {Isolated})")]
    partial void LogStarted(int pid, bool isolated);

    [LoggerMessage(3202, LogLevel.Warning, "Runner process {Pid} is gone: {Reason}")]
    partial void LogDied(int pid, string reason);

    [LoggerMessage(3203, LogLevel.Warning, "Runner process {Pid} did not stop in time and was killed; its last second will be done again")]
    partial void LogKilled(int pid);

    [LoggerMessage(3204, LogLevel.Warning, "The chunks of process {Pid} could not be given back yet: {Reason}")]
    partial void LogNotBuried(int pid, string reason);
}
