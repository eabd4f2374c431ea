using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// What happens to the batch when one of its chunks ends: the chunk's counters are folded into it, and whoever ends the
/// last open chunk sends the batch to its export, in the same transaction.
/// </summary>
static class ChunkEnds
{
    /// <param name="suffix">Behind the name of the parameter for the chunk.</param>
    internal static string FoldSql(string suffix) =>
        $"""
         UPDATE batches
         SET done = batches.done + c.done, unfactored = batches.unfactored + c.unfactored,
             quarantined = batches.quarantined + c.quarantined, micros = batches.micros + c.micros,
             failed_chunks = failed_chunks + @Failed,
             open_chunks = open_chunks - 1,
             state = CASE WHEN open_chunks = 1 AND batches.state = 'open' THEN 'exporting' ELSE batches.state END
         FROM (SELECT batch_id, done, unfactored, quarantined, micros FROM chunks WHERE id = @ChunkId{suffix}) c
         WHERE batches.id = c.batch_id;

         """;

    internal static Task FoldAsync(DbConnection connection, DbTransaction transaction, long chunkId, bool failed) =>
        connection.ExecuteAsync(FoldSql(""), new { ChunkId = chunkId, Failed = failed ? 1 : 0 }, transaction);
}
