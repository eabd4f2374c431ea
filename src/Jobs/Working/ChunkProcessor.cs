using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// Works one claimed chunk: number by number, committing what is done about every second. Synchronous CPU work on the
/// worker's own thread. Whatever brings the chunk to it, the lease and its fence decide what counts.
/// </summary>
public sealed partial class ChunkProcessor(
    Ledger ledger, CommitWriter writer, WorkerSlot slot, WorkOptions options, TimeProvider time, ILogger<ChunkProcessor> logger)
{
    static readonly TimeSpan FirstCommitAfter = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);

    /// <summary>A commit on its way may take its time, but rows do not pile up without end behind it.</summary>
    const int MostTextBytes = 32 << 20;

    /// <summary>Numbers factored together: some milliseconds of easy ones.</summary>
    const int WindowNumbers = 1024;

    readonly ThreadCpuTime _cpu = new(TimeSpan.Zero);
    readonly ThreadCpuTime _budgetClock = new(TimeSpan.FromMilliseconds(0.5));
    readonly CommitPipeline _pipeline = new(writer, slot);

    // In isolation every number is started and answered for alone.
    readonly NumberWindow _window = new(options.Isolated ? 1 : WindowNumbers);
    readonly RowWriter _rowWriter = new();
    readonly FactorLists<UInt128> _wide = new();

    /// <summary>
    /// Works the chunk until it is done, lost, paused or <paramref name="stop"/>. Its last commit may still be on its
    /// way on return; the next call or <see cref="Settle"/> takes the answer.
    /// </summary>
    /// <exception cref="LedgerException">The ledger needs a person.</exception>
    public void Process(ChunkLease lease, CancellationToken stop)
    {
        _pipeline.Drop();
        using var holding = slot.Take(lease, _budgetClock, stop);
        var attempt = new Attempt(lease, holding, Budget(lease), time.GetTimestamp());
        try
        {
            var payload = ledger.Chunks.PayloadAsync(lease.PayloadId, stop).GetAwaiter().GetResult();
            Failpoint.Reach(Failpoint.ChunkClaimed);
            Work(attempt, payload, holding.Run);
        }
        catch (OperationCanceledException)
        {
            if (holding.IsLost) attempt.Lost = true;
            else Send(attempt, attempt.Cursor, release: true);
        }
        finally
        {
            if (attempt.Lost) LogLost(lease.BatchName, lease.ChunkId, lease.Attempt);
            slot.LetGo();
        }
    }

    /// <summary>Waits for the last commit: to be called before the worker ends.</summary>
    public void Settle() => _pipeline.Settle();

    void Work(Attempt attempt, ChunkPayload payload, FactoringRun run)
    {
        var reader = new PayloadReader(payload, attempt.Cursor);
        var alone = attempt.Lease.EndLine - attempt.Lease.NextLine == 1;
        while (_window.Fill(ref reader, payload, attempt.EndLine))
        {
            if (options.Isolated && !Suspect(attempt, _window[0].Line)) return;
            // A split that came before the suspicion took this line away: it is somebody else's to start.
            if (_window[0].Line >= attempt.EndLine) break;
            if (Failpoint.WatchesNumbers) StartAll(payload);

            var smallMicros = _window.FactorSmall(run, _cpu);
            for (var i = 0; i < _window.Count && _window[i].Line < attempt.EndLine; i++)
            {
                var entry = _window[i];
                var digits = payload.Numbers.AsSpan(entry.Start, entry.Length);
                if (entry.SmallIndex >= 0)
                {
                    _rowWriter.Add(
                        _pipeline.Rows, entry.Line, digits, _window.Answers, entry.SmallIndex,
                        _window.Share(smallMicros, entry.SmallIndex));
                }
                else
                {
                    FactorLarge(attempt, entry.Line, digits, run, alone);
                }

                attempt.Cursor = entry.Line + 1;
                if (entry.SmallIndex < 0 && !CommitIfDue(attempt)) return;
            }
            if (!CommitIfDue(attempt)) return;
        }
        Failpoint.Reach(Failpoint.ChunkEnding);
        Send(attempt, long.MaxValue, release: false);
    }

    TimeSpan Budget(ChunkLease lease) => lease.BudgetSeconds switch
    {
        null => options.Budget,
        0 => Timeout.InfiniteTimeSpan,
        { } seconds => TimeSpan.FromSeconds(seconds),
    };

    void StartAll(ChunkPayload payload)
    {
        for (var i = 0; i < _window.Count; i++)
            Failpoint.Start(payload.Numbers.AsSpan(_window[i].Start, _window[i].Length));
    }

    void FactorLarge(Attempt attempt, long line, ReadOnlySpan<byte> digits, FactoringRun run, bool alone)
    {
        var unbounded = attempt.Budget == Timeout.InfiniteTimeSpan;
        // A number that already is a chunk of its own holds nobody up and gets all it may have.
        var setAside = !alone && !options.Isolated && (unbounded || options.SetAsideAfter < attempt.Budget);
        run.Budget = setAside ? options.SetAsideAfter : attempt.Budget;

        var started = _cpu.GetTimestamp();
        if (UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var wide))
        {
            _wide.Clear();
            Factorizer.Factorize([wide], _wide, run);
            if (setAside && _wide.Cofactor(0) != UInt128.One) attempt.SetAside(line, digits.Length, run.Budget);
            else _rowWriter.Add(_pipeline.Rows, line, digits, _wide, 0, Micros(started));
            return;
        }
        var number = BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture);
        var answer = Factorizer.Factorize(number, run);
        if (setAside && !answer.IsComplete) attempt.SetAside(line, digits.Length, run.Budget);
        else RowWriter.Add(_pipeline.Rows, line, digits, answer, Micros(started));
    }

    long Micros(long started) => (long)_cpu.GetElapsedTime(started).TotalMicroseconds;

    // In isolation the ledger learns which line is started before it is, so that a death can be laid at its door.
    bool Suspect(Attempt attempt, long line)
    {
        Send(attempt, attempt.Cursor, release: false, suspectLine: line);
        _pipeline.Settle();
        return !attempt.Lost && !attempt.Ended;
    }

    bool CommitIfDue(Attempt attempt)
    {
        if (attempt.Lost || attempt.Ended || attempt.Released) return false;

        // In isolation every number is committed anyway, and nobody waits for the processes that are there for suspects.
        if (options.Isolated) return true;

        var giveWay = attempt.Holding.TakeGiveWay();
        var asked = giveWay || attempt.Holding.IsAskedBack;
        var due = time.GetElapsedTime(attempt.SentAt) > (attempt.Commits == 0 ? FirstCommitAfter : CommitEvery);
        if (!asked && !due) return true;
        if (!asked && !_pipeline.IsFree && _pipeline.Rows.TextBytes < MostTextBytes) return true;

        _pipeline.Settle();
        Send(attempt, attempt.Cursor, release: attempt.Paused || attempt.Holding.IsAskedBack, giveWay: giveWay);
        // Whether it gave way decides the ledger, and until it is known there is nothing to compute.
        if (giveWay) _pipeline.Settle();
        return !(attempt.Lost || attempt.Ended || attempt.Released);
    }

    void Send(Attempt attempt, long toLine, bool release, long? suspectLine = null, bool giveWay = false)
    {
        // Settling first: the answer to the commit before tells whether there is anything left to say.
        _pipeline.Settle();
        if (attempt.Lost || attempt.Ended) return;

        var aside = attempt.TakeSetAside();
        var fromLine = attempt.Committed;
        _pipeline.Send(
            rows => new(attempt.Lease, fromLine, toLine, rows)
            {
                SetAside = aside,
                Release = release,
                GiveWay = giveWay,
                SuspectLine = suspectLine,
            },
            outcome => Answered(attempt, outcome));
        attempt.Committed = toLine;
        attempt.Released |= release;
        attempt.Commits++;
        attempt.SentAt = time.GetTimestamp();
    }

    void Answered(Attempt attempt, CommitOutcome outcome)
    {
        attempt.Lost |= !outcome.Accepted;
        attempt.Paused |= outcome.Paused;
        attempt.Ended |= outcome.Ended;
        attempt.Released |= outcome.Released;
        attempt.EndLine = outcome.EndLine;
        if (outcome.Ended)
        {
            var seconds = time.GetElapsedTime(attempt.StartedAt).TotalSeconds;
            LogCompleted(attempt.Lease.BatchName, attempt.Lease.ChunkId, attempt.Lease.NextLine, outcome.EndLine - 1, seconds);
        }
    }

    [LoggerMessage(1301, LogLevel.Information, "{Batch} chunk {Chunk}: lines {FirstLine} to {LastLine} done in {Seconds:F2} s")]
    partial void LogCompleted(string batch, long chunk, long firstLine, long lastLine, double seconds);

    [LoggerMessage(1302, LogLevel.Information, "{Batch} chunk {Chunk}: attempt {Attempt} is dropped, the chunk was taken away")]
    partial void LogLost(string batch, long chunk, int attempt);

    /// <summary>Where one attempt stands.</summary>
    sealed class Attempt(ChunkLease lease, WorkerSlot.Holding holding, TimeSpan budget, long startedAt)
    {
        List<SetAside> _aside = [];

        internal ChunkLease Lease { get; } = lease;

        /// <summary>Where the lease keeper leaves its orders.</summary>
        internal WorkerSlot.Holding Holding { get; } = holding;

        /// <summary>CPU time a number may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
        internal TimeSpan Budget { get; } = budget;

        internal long StartedAt { get; } = startedAt;
        internal long SentAt { get; set; } = startedAt;
        internal int Commits { get; set; }

        /// <summary>The line after the last one done.</summary>
        internal long Cursor { get; set; } = lease.NextLine;

        /// <summary>The cursor as the last commit left it.</summary>
        internal long Committed { get; set; } = lease.NextLine;

        /// <summary>Where the chunk ends, as far as this worker knows.</summary>
        internal long EndLine { get; set; } = lease.EndLine;

        internal bool Lost { get; set; }

        /// <summary>The chunk is completed: a split had moved its end down to where the worker already was.</summary>
        internal bool Ended { get; set; }

        internal bool Paused { get; set; }
        internal bool Released { get; set; }

        // A number that just spent the bounded effort will need at least as much again, whatever its size predicts.
        internal void SetAside(long line, int digits, TimeSpan spent) =>
            _aside.Add(new(line, Math.Max(EffortEstimate.Micros(digits), 2 * spent.TotalMicroseconds)));

        internal List<SetAside> TakeSetAside()
        {
            var aside = _aside;
            _aside = [];
            return aside;
        }
    }
}
