using Dapper;

namespace BatchRunner.Storage;

/// <summary>Chunks whose isolated workers died on one and the same line.</summary>
public sealed class QuarantineStore(LedgerDatabase database)
{
    /// <summary>Ready chunks that have seen at least this many deaths on one line.</summary>
    public Task<IReadOnlyList<Suspect>> CondemnedAsync(int maxCrashes, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<Suspect>>(async connection =>
        [
            .. await connection.QueryAsync<Suspect>(
                $"""
                SELECT id AS chunk_id, batch_id, payload_id, suspect_line AS line, suspect_deaths AS deaths FROM chunks
                WHERE state = 'ready' AND crashes >= {ChunkStore.SuspectAfterCrashes} AND suspect_deaths >= @MaxCrashes
                """,
                new { MaxCrashes = maxCrashes }),
        ], token);

    /// <summary>
    /// Gives the line its row, so that its chunk can go on behind it. Exactly one of many callers does it.
    /// </summary>
    /// <param name="row">The one row of the quarantined number.</param>
    public Task<bool> QuarantineAsync(Suspect suspect, ResultRows row, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [suspect.BatchId], alone: false);
            // The attempt moves too: the worker that was stopped on the line must not take the new cursor for its own.
            var state = await connection.ExecuteScalarAsync<string?>(
                """
                UPDATE chunks
                SET attempt = attempt + 1, next_line = suspect_line + 1,
                    suspect_line = NULL, suspect_deaths = 0, crashes = 0,
                    done = done + 1, quarantined = quarantined + 1,
                    state = CASE WHEN suspect_line + 1 >= end_line THEN 'completed' ELSE state END,
                    ended_at = CASE WHEN suspect_line + 1 >= end_line THEN @Now END
                WHERE id = @ChunkId AND state = 'ready' AND suspect_line = @Line AND next_line <= @Line
                  AND suspect_deaths = @Deaths
                RETURNING state
                """,
                new { suspect.ChunkId, suspect.Line, suspect.Deaths, database.Now }, transaction);
            if (state is null) return false;

            await database.InsertAsync(transaction, suspect.BatchId, row, long.MaxValue, token);
            await HistoryStore.AddAsync(connection, transaction, new()
            {
                BatchId = suspect.BatchId,
                Event = HistoryEvent.Quarantined,
                HappenedAt = database.Now,
                ChunkId = suspect.ChunkId,
                FirstLine = suspect.Line,
                EndLine = suspect.Line + 1,
            });
            if (state == ChunkState.Completed)
                await ChunkEnds.FoldAsync(connection, transaction, suspect.ChunkId, failed: false);
            return true;
        }, token);
}
