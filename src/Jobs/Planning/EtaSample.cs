using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>What one look at the ledger says about how far a batch is. Efforts in predicted CPU microseconds.</summary>
public sealed record EtaSample
{
    /// <summary>On a clock that only the samples of one batch share.</summary>
    public required double Seconds { get; init; }

    public required double Effort { get; init; }
    public required double EffortLeft { get; init; }

    /// <summary>See <see cref="BatchSummary.EffortSquares"/>.</summary>
    public required double EffortSquares { get; init; }

    /// <summary>See <see cref="BatchSummary.Hardest"/>.</summary>
    public required double Hardest { get; init; }

    /// <summary>CPU microseconds spent on committed rows.</summary>
    public required double Micros { get; init; }

    public required long Done { get; init; }
    public required long Waiting { get; init; }
    public required long ReadyChunks { get; init; }

    /// <summary>Workers the batch has or can have.</summary>
    public required int Workers { get; init; }

    /// <summary>What they have in hand.</summary>
    public required IReadOnlyList<EtaRunning> Running { get; init; }

    /// <param name="batch">The batch.</param>
    /// <param name="running">Running chunks, of this batch and of others.</param>
    /// <param name="workers">Workers alive, of which other batches take what they have in hand.</param>
    /// <param name="lease">The lease the runners work with.</param>
    /// <param name="now">By the clock of the ledger.</param>
    public static EtaSample Of(
        BatchSummary batch, IReadOnlyList<ChunkRow> running, int workers, TimeSpan lease, DateTimeOffset now)
    {
        List<EtaRunning> mine =
            [.. running.Where(c => c.BatchId == batch.Id).Select(c => EtaRunning.Of(c, lease, now))];
        return new()
        {
            Seconds = (now - (batch.StartedAt ?? now)).TotalSeconds,
            Effort = batch.Effort,
            EffortLeft = batch.EffortLeft,
            EffortSquares = batch.EffortSquares,
            Hardest = batch.Hardest,
            Micros = batch.Micros,
            Done = batch.Done,
            Waiting = batch.Waiting,
            ReadyChunks = batch.ReadyChunks,
            Workers = Math.Max(mine.Count, workers - (running.Count - mine.Count)),
            Running = mine,
        };
    }
}
