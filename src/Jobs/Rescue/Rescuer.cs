using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Rescue;

/// <summary>
/// Gives the chunks of dead and hanging runners back to the queue. Dead is whoever no longer holds its liveness; hanging
/// is a worker whose beat has not changed for a lease, by the ledger's clock or, where it has none, by this observer's
/// own monotonic one. Several observers may do
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

    static readonly TimeSpan KillersTime = TimeSpan.FromSeconds(1);

    /// <summary>Whoever was stopped together with the observer has beaten again by then.</summary>
    static readonly TimeSpan ForgivenTime = TimeSpan.FromSeconds(2);

    /// <summary>How often to look for what died before it was known, and how old that has to be.</summary>
    static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    readonly Dictionary<(long Runner, int Worker), (long Beat, long Since)> _beats = [];
    readonly Dictionary<long, long> _deadSince = [];
    long _lookedAt = time.GetTimestamp();
    long _backSince = time.GetTimestamp();
    long? _sweptAt;

    /// <summary>One look at everybody, to be taken about every half second.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        ForgiveOwnAbsence();
        var alive = await ledger.Runners.AliveAsync(token);
        var running = await ledger.Chunks.RunningAsync(token);
        var watched = alive.Where(r => r.Host == host || ledger.Liveness.SeesOtherHosts).ToList();
        var signs = ledger.Liveness.Look([.. watched.Select(r => r.Liveness)]);
        foreach (var runner in watched.Where(r => r.Id != myRunnerId))
        {
            var sign = signs[runner.Liveness];
            if (!sign.Alive && !IsLeftToParent(runner, watched, signs))
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

    bool IsLeftToParent(
        RunnerRow runner, IReadOnlyList<RunnerRow> watched, IReadOnlyDictionary<string, LivenessSign> signs)
    {
        var parent = watched.FirstOrDefault(r => r.Id == runner.ParentId);
        if (parent is null || (parent.Id != myRunnerId && !signs[parent.Liveness].Alive)) return false;

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
        // On its own machine a hanging process is killed before its chunks are given away: that comes first.
        var most = runner.Host == host ? lease : lease + KillersTime;
        // Workers come and go: a beat may be there before the count is recorded, or after.
        var workers = Math.Max(runner.Workers, sign.Beats.Count);
        for (var worker = 0; worker < workers; worker++)
        {
            if (StillFor(runner.Id, worker, sign) <= most) continue;

            still++;
            hangs |= busy.Contains(worker);
        }
        return hangs || (still > 0 && still == workers);
    }

    /// <summary>How long the worker has not moved, as far as can be seen from here.</summary>
    TimeSpan StillFor(long runnerId, int worker, LivenessSign sign)
    {
        if (sign.Still is { } still)
        {
            return worker < still.Count && time.GetElapsedTime(_backSince) > ForgivenTime
                ? still[worker]
                : TimeSpan.Zero;
        }

        var beat = worker < sign.Beats.Count ? sign.Beats[worker] : -1;
        var now = time.GetTimestamp();
        if (_beats.TryGetValue((runnerId, worker), out var seen) && seen.Beat == beat)
            return time.GetElapsedTime(seen.Since, now);

        _beats[(runnerId, worker)] = (beat, now);
        return TimeSpan.Zero;
    }

    // Somebody who stops the observer (Ctrl-Z, a frozen machine) mostly stops those it observes with it, and it may be
    // the first to run again: what it saw before says nothing about the time in between.
    void ForgiveOwnAbsence()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lookedAt, now) > lease / 2)
        {
            _beats.Clear();
            _backSince = now;
        }
        _lookedAt = now;
    }

    async Task StopAsync(RunnerRow runner, CancellationToken token)
    {
        LogHangs(runner.Id, runner.Pid, runner.Host, lease.TotalSeconds);
        // On another machine nobody can be killed from here; the fence keeps out whatever it still commits.
        var death = runner.Host == host ? stop(runner) : new($"it hung past its lease on {runner.Host}", Blame: true);
        if (death is not null) await BuryAsync(runner, death, token);
    }

    void Forget(IReadOnlyList<RunnerRow> alive)
    {
        var known = alive.Select(r => r.Id).ToHashSet();
        foreach (var gone in _beats.Keys.Where(k => !known.Contains(k.Runner)).ToList()) _beats.Remove(gone);
        foreach (var gone in _deadSince.Keys.Where(k => !known.Contains(k)).ToList()) _deadSince.Remove(gone);
    }

    [LoggerMessage(1201, LogLevel.Warning, "Runner {Runner} (process {Pid}) is dead: {Reason}. {Chunks} of its chunks are ready again")]
    partial void LogBuried(long runner, int pid, string reason, int chunks);

    [LoggerMessage(1202, LogLevel.Warning, "Runner {Runner} (process {Pid} on {Host}) has not moved for {Seconds} s and is given up")]
    partial void LogHangs(long runner, int pid, string host, double seconds);
}
