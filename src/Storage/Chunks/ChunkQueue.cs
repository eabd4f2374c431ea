using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The front of the queue as a list, for who tells others of chunks instead of claiming them: by key, a few rows of a few
/// batches, so it costs the same however many wait.
/// </summary>
static class ChunkQueue
{
    const int MostBatches = 16;

    const string Worked = "b.state IN ('loading', 'open') AND b.paused = 0";

    /// <summary>Highest priority first, then whoever was served longest ago.</summary>
    static readonly string BatchesSql =
        $"""
         SELECT b.id, b.priority FROM batches b
         WHERE {Worked} AND ({ChunkClaim.Best(isolated: false)}) IS NOT NULL
         ORDER BY b.priority DESC, b.served_at IS NOT NULL, b.served_at, b.id
         LIMIT {MostBatches}
         """;

    static readonly string ChunksSql =
        $"""
         SELECT c.batch_id, c.id AS chunk_id, c.attempt, c.effort FROM chunks c
         WHERE c.batch_id = @BatchId AND {ChunkClaim.Claimable(isolated: false)}
         ORDER BY c.effort DESC, c.id
         LIMIT @Limit
         """;

    internal static async Task<IReadOnlyList<WaitingChunk>> ReadAsync(
        LedgerDatabase database, DbConnection connection, int limit)
    {
        var moment = ChunkClaim.Moment(database);
        moment.Add("Limit", limit);
        List<(WaitingChunk Chunk, int Turn)> waiting = [];
        foreach (var (batchId, priority) in await connection.QueryAsync<(long, int)>(BatchesSql, moment))
        {
            if (waiting.Count(w => w.Chunk.Priority > priority) >= limit) break;

            moment.Add("BatchId", batchId);
            var chunks = await connection.QueryAsync<WaitingChunk>(ChunksSql, moment);
            waiting.AddRange(chunks.Select((chunk, turn) => (chunk with { Priority = priority }, turn)));
        }
        // Stable: batches of one priority and turn stay in the order they were read.
        return [.. waiting.OrderByDescending(w => w.Chunk.Priority).ThenBy(w => w.Turn).Select(w => w.Chunk).Take(limit)];
    }
}
