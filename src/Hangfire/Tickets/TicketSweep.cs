using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// Sees to it that the chunks that would be claimed next have tickets. It compares what waits in the ledger with what it
/// has written and remembers nothing else, so a crash between ledger and Hangfire loses nothing; a ticket too many finds
/// nothing to claim. Only the front of the queue has tickets: so they are written in the order in which they will be
/// served, and Hangfire's tables stay small however large a batch is.
/// </summary>
sealed partial class TicketSweep(
    Ledger ledger, Chief chief, JobStorage storage, WorkOptions options, TimeProvider time, ILogger<TicketSweep> logger)
{
    /// <summary>Enough for the workers until the next turn, when chunks are as short as they get.</summary>
    const int TicketsPerWorker = 4;
    const int FewestTickets = 8;

    /// <summary>A ticket that is on its way to a worker is neither in the queue nor in the ledger.</summary>
    static readonly TimeSpan Handover = TimeSpan.FromMilliseconds(300);

    readonly BackgroundJobClient _client = new(storage, JobFilters.Create());
    readonly ChunkSplitter _splitter = new(ledger, options);
    readonly Dictionary<(long ChunkId, int Attempt), long> _written = [];
    bool _begun;
    long _comparedAt;

    internal async Task TurnAsync(CancellationToken token)
    {
        var alive = await ledger.Runners.AliveAsync(token);
        if (!chief.IsMe(alive))
        {
            _begun = false;
            return;
        }
        var workers = alive.Where(r => !r.Isolated).Sum(r => r.Workers);
        var waiting = await WaitingAsync(workers, token);
        Forget(waiting);
        try
        {
            if (!_begun || AreMissing(waiting)) Compare(waiting);
            foreach (var chunk in waiting.Where(c => !_written.ContainsKey((c.ChunkId, c.Attempt))))
            {
                token.ThrowIfCancellationRequested();
                Write(chunk);
            }
        }
#pragma warning disable CA1031 // Whatever Hangfire's storage throws: who takes the turns says so once and tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new IOException($"Hangfire takes no tickets: {e.Message}", e);
        }
    }

    async Task<IReadOnlyList<WaitingChunk>> WaitingAsync(int workers, CancellationToken token)
    {
        var limit = Math.Max(FewestTickets, TicketsPerWorker * workers);
        var waiting = await ledger.Chunks.WaitingAsync(limit, token);
        if (waiting.Count > 0) return waiting;

        // Nothing waits: what runs is shared among those who have nothing to do.
        var idle = workers - (await ledger.Chunks.RunningAsync(token)).Count;
        var isSplit = false;
        for (; idle > 0 && await _splitter.SplitAsync(token); idle--) isSplit = true;
        return isSplit ? await ledger.Chunks.WaitingAsync(limit, token) : waiting;
    }

    // What no longer waits was claimed; should it wait again, it gets another ticket.
    void Forget(IReadOnlyList<WaitingChunk> waiting)
    {
        var there = waiting.Select(c => (c.ChunkId, c.Attempt)).ToHashSet();
        foreach (var gone in _written.Keys.Where(k => !there.Contains(k)).ToList()) _written.Remove(gone);
    }

    /// <summary>
    /// True when chunks go on waiting although their tickets have left the queue: their workers found what comes before
    /// them, or they were paused or put back just then.
    /// </summary>
    bool AreMissing(IReadOnlyList<WaitingChunk> waiting)
    {
        if (time.GetElapsedTime(_comparedAt) < Handover ||
            !waiting.Any(c => _written.TryGetValue((c.ChunkId, c.Attempt), out var at) && time.GetElapsedTime(at) > Handover))
        {
            return false;
        }
        _comparedAt = time.GetTimestamp();
        var monitor = storage.GetMonitoringApi();
        return Queues.All.Sum(monitor.EnqueuedCount) < _written.Count;
    }

    /// <summary>Believes in those tickets only that stand in the queue.</summary>
    void Compare(IReadOnlyList<WaitingChunk> waiting)
    {
        var queued = TicketList.Queued(storage.GetMonitoringApi()).Select(t => t.ChunkId).ToHashSet();
        var now = time.GetTimestamp();
        _written.Clear();
        foreach (var chunk in waiting.Where(c => queued.Contains(c.ChunkId))) _written[(chunk.ChunkId, chunk.Attempt)] = now;
        _comparedAt = now;
        _begun = true;
    }

    void Write(WaitingChunk chunk)
    {
        var queue = Queues.Of(chunk.Priority);
        var (batchId, chunkId) = (chunk.BatchId, chunk.ChunkId);
        _client.Create(Job.FromExpression<IChunkTicket>(t => t.Work(batchId, chunkId)), new EnqueuedState(queue));
        _written[(chunkId, chunk.Attempt)] = time.GetTimestamp();
        LogWritten(batchId, chunkId, queue);
    }

    [LoggerMessage(4103, LogLevel.Debug, "Batch {Batch}: a ticket for chunk {Chunk} in {Queue}")]
    partial void LogWritten(long batch, long chunk, string queue);
}
