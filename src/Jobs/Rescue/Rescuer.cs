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

    /// <summary>How often to look for what died before it was known, and how old that has to be.</summary>
    static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    readonly Dictionary<(long Runner, int Worker), (long Beat, long Since)> _beats = [];
    readonly Dictionary<long, long> _deadSince = [];
    long _lookedAt = time.GetTimestamp();
    long? _sweptAt;

    /// <summary>One look at everybody, to be taken about every half second.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        ForgiveOwnAbsence();
        var alive = await ledger.Runners.AliveAsync(token);
        var running = await ledger.Chunks.RunningAsync(token);
        foreach (var runner in alive.Where(r => r.Id != myRunnerId && r.Host == host))
        {
            var sign = ledger.Liveness.Look(runner.Liveness);
            if (!sign.Alive && !IsLeftToParent(runner, alive))
                await BuryAsync(runner, Found(runner), token);
            else if (sign.Alive && Hangs(runner, sign, running))
                await StopAsync(runner, token);
        }
        Forget(alive);
        Sweep(alive);
    }

    void Sweep(IReadOnlyList<RunnerRow> alive)
    {
        if (_sweptAt is { } swept && time.GetElapsedTime(swept) < SweepEvery) return;

        _sweptAt = time.GetTimestamp();
        ledger.Liveness.Sweep(alive.Select(r => r.Liveness).ToHashSet(), time.GetUtcNow() - SweepEvery);
    }

    /// <summary>Gives back what a dead runner held and records how it died. Doing it twice changes nothing.</summary>
    public async Task BuryAsync(RunnerRow runner, RunnerDeath death, CancellationToken token)
    {
        var rescued = await ledger.Runners.EndAsync(runner.Id, "dead", death.Reason, death.Blame, token);
        ledger.Liveness.Forget(runner.Liveness);
        LogBuried(runner.Id, runner.Pid, death.Reason, rescued.Count);
    }

    // A runner with a parent mostly died of its parent's death; had it died of a number, the parent would have said so.
    // Only a runner that nobody watched may have died of what it worked on without anybody knowing better.
    static RunnerDeath Found(RunnerRow runner) => runner.ParentId is null
        ? new("its process is gone", Blame: true)
        : new("its process is gone, and nobody saw how", Blame: false);

    bool IsLeftToParent(RunnerRow runner, IReadOnlyList<RunnerRow> alive)
    {
        var parent = alive.FirstOrDefault(r => r.Id == runner.ParentId);
        if (parent is null || (parent.Id != myRunnerId && !ledger.Liveness.Look(parent.Liveness).Alive)) return false;

        var now = time.GetTimestamp();
        _deadSince.TryAdd(runner.Id, now);
        return time.GetElapsedTime(_deadSince[runner.Id], now) < ParentsTime;
    }

    // A worker hangs when its beat stands still while it holds a chunk. A process hangs when all its beats stand still:
    // one that was stopped inside its claim holds the ledger's write lock and, as far as anybody can see, no chunk.
    bool Hangs(RunnerRow runner, LivenessSign sign, IReadOnlyList<ChunkRow> running)
    {
        var busy = running.Where(c => c.RunnerId == runner.Id).Select(c => c.Worker ?? 0).ToHashSet();
        var (still, hangs) = (0, false);
        // Workers come and go: a beat may be there before the count is recorded, or after.
        var workers = Math.Max(runner.Workers, sign.Beats.Count);
        for (var worker = 0; worker < workers; worker++)
        {
            var beat = worker < sign.Beats.Count ? sign.Beats[worker] : -1;
            var now = time.GetTimestamp();
            if (!_beats.TryGetValue((runner.Id, worker), out var seen) || seen.Beat != beat)
            {
                _beats[(runner.Id, worker)] = (beat, now);
            }
            else if (time.GetElapsedTime(seen.Since, now) > lease)
            {
                still++;
                hangs |= busy.Contains(worker);
            }
        }
        return hangs || (still > 0 && still == workers);
    }

    // Somebody who stops the observer (Ctrl-Z, a frozen machine) mostly stops those it observes with it, and it may be
    // the first to run again: what it saw before says nothing about the time in between.
    void ForgiveOwnAbsence()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lookedAt, now) > lease / 2) _beats.Clear();
        _lookedAt = now;
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
