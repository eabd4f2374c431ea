using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Rescue;

/// <summary>
/// Gives the chunks of dead and hanging runners back to the queue. Dead is whoever no longer holds its liveness; hanging
/// is a worker whose beat has not changed for a lease by this observer's own monotonic clock. Several observers may do
/// it at once: a chunk is rescued from an attempt once.
/// </summary>
/// <param name="stop">
/// Ends the process of a hanging runner before its chunks are given away, because a stopped process may hold the
/// ledger's write lock. Returns how it was found, or null when it cannot be ended from here.
/// </param>
public sealed partial class Rescuer(
    Ledger ledger, long myRunnerId, string host, TimeSpan lease, Func<RunnerRow, RunnerDeath?> stop, TimeProvider time,
    ILogger<Rescuer> logger)
{
    /// <summary>Whoever started a runner learns how it died and buries it; after this long somebody else does.</summary>
    static readonly TimeSpan ParentsTime = TimeSpan.FromSeconds(3);

    readonly Dictionary<(long Runner, int Worker), (long Beat, long Since)> _beats = [];
    readonly Dictionary<long, long> _deadSince = [];

    /// <summary>One look at everybody, to be taken about every half second.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        var alive = await ledger.Runners.AliveAsync(token);
        var running = await ledger.Chunks.RunningAsync(token);
        foreach (var runner in alive.Where(r => r.Id != myRunnerId && r.Host == host))
        {
            var sign = ledger.Liveness.Look(runner.Liveness);
            if (!sign.Alive && !IsLeftToParent(runner, alive))
                await BuryAsync(runner, new("its process is gone", Blame: true), token);
            else if (sign.Alive && Hangs(runner, sign, running))
                await StopAsync(runner, token);
        }
        Forget(alive);
    }

    /// <summary>Gives back what a dead runner held and records how it died. Doing it twice changes nothing.</summary>
    public async Task BuryAsync(RunnerRow runner, RunnerDeath death, CancellationToken token)
    {
        var rescued = await ledger.Runners.EndAsync(runner.Id, "dead", death.Reason, death.Blame, token);
        ledger.Liveness.Forget(runner.Liveness);
        LogBuried(runner.Id, runner.Pid, death.Reason, rescued.Count);
    }

    bool IsLeftToParent(RunnerRow runner, IReadOnlyList<RunnerRow> alive)
    {
        var parent = alive.FirstOrDefault(r => r.Id == runner.ParentId);
        if (parent is null || (parent.Id != myRunnerId && !ledger.Liveness.Look(parent.Liveness).Alive)) return false;

        var now = time.GetTimestamp();
        _deadSince.TryAdd(runner.Id, now);
        return time.GetElapsedTime(_deadSince[runner.Id], now) < ParentsTime;
    }

    bool Hangs(RunnerRow runner, LivenessSign sign, IReadOnlyList<ChunkRow> running)
    {
        var hangs = false;
        foreach (var chunk in running.Where(c => c.RunnerId == runner.Id))
        {
            var worker = chunk.Worker ?? 0;
            var beat = worker < sign.Beats.Count ? sign.Beats[worker] : -1;
            var now = time.GetTimestamp();
            if (!_beats.TryGetValue((runner.Id, worker), out var seen) || seen.Beat != beat)
                _beats[(runner.Id, worker)] = (beat, now);
            else
                hangs |= time.GetElapsedTime(seen.Since, now) > lease;
        }
        return hangs;
    }

    async Task StopAsync(RunnerRow runner, CancellationToken token)
    {
        LogHangs(runner.Id, runner.Pid, lease.TotalSeconds);
        if (stop(runner) is { } death) await BuryAsync(runner, death, token);
    }

    void Forget(IReadOnlyList<RunnerRow> alive)
    {
        var known = alive.Select(r => r.Id).ToHashSet();
        foreach (var gone in _beats.Keys.Where(k => !known.Contains(k.Runner)).ToList()) _beats.Remove(gone);
        foreach (var gone in _deadSince.Keys.Where(k => !known.Contains(k)).ToList()) _deadSince.Remove(gone);
    }

    [LoggerMessage(1201, LogLevel.Warning, "Runner {Runner} (process {Pid}) is dead: {Reason}. {Chunks} of its chunks are ready again")]
    partial void LogBuried(long runner, int pid, string reason, int chunks);

    [LoggerMessage(1202, LogLevel.Warning, "Runner {Runner} (process {Pid}) has not moved for {Seconds} s and is stopped")]
    partial void LogHangs(long runner, int pid, double seconds);
}
