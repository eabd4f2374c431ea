using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>Batches from their first slice to their last file move.</summary>
public sealed class BatchStore(LedgerDatabase database)
{
    const string Columns =
        """
        id, claim_key, name, host, bytes, sha256, priority, state, paused, lines, blanks, numbers, rejects, done,
        unfactored, quarantined, open_chunks, failed_chunks, loader_id, loaded_bytes, prefix_sha256, exporter_id,
        created_at, started_at, finished_at, moved_at, pruned_at, error
        """;

    /// <summary>Creates the batch together with its first slice: a batch that exists has something to show.</summary>
    /// <returns>The new batch's id.</returns>
    /// <exception cref="InvalidOperationException">
    /// The loader was given up: nobody would take the loading over.
    /// </exception>
    public Task<long> CreateAsync(NewBatch batch, LoadSlice slice, CancellationToken token) =>
        database.WriteAsync(Durability.PowerCut, async (connection, transaction) =>
        {
            var id = await connection.ExecuteScalarAsync<long?>(
                $"""
                INSERT INTO batches
                    (claim_key, name, host, bytes, priority, state, open_chunks, loader_id, created_at, served_at)
                SELECT @ClaimKey, @Name, @Host, @Bytes, @Priority, 'loading', 1, id, @Now, @Now
                FROM runners WHERE id = @LoaderId AND state = 'alive' {database.StaysSo}
                RETURNING id
                """,
                new
                {
                    batch.ClaimKey,
                    batch.Name,
                    batch.Host,
                    batch.Bytes,
                    batch.Priority,
                    batch.LoaderId,
                    database.Now,
                },
                transaction) ?? throw new InvalidOperationException(
                    $"Runner {batch.LoaderId} was given up and can load nothing any more, {batch.Name} included.");
            return await RecordAsync(connection, transaction, id, batch.LoaderId, slice, token)
                ? id
                : throw new InvalidOperationException(
                    $"The first slice of {batch.Name} does not start at its first byte.");
        }, token);

    /// <summary>Records the next slice of a batch that this runner loads.</summary>
    /// <returns>
    /// False when the ledger does not expect it: another runner loads the batch now, or it was cancelled. A slice that
    /// was already recorded (its commit was answered with an error but had happened) counts as recorded.
    /// </returns>
    public Task<bool> AppendAsync(long batchId, long loaderId, LoadSlice slice, CancellationToken token) =>
        database.WriteAsync(slice.IsLast ? Durability.PowerCut : Durability.Process, async (connection, transaction) =>
            await RecordAsync(connection, transaction, batchId, loaderId, slice, token) ||
            await connection.ExecuteScalarAsync<bool>(
                """
                SELECT count(*) FROM batches
                WHERE id = @Id AND loaded_bytes = @ToBytes AND prefix_sha256 = @PrefixSha256 AND lines = @Lines
                  AND (loader_id = @LoaderId OR sha256 = @Sha256)
                """,
                new { Id = batchId, LoaderId = loaderId, slice.ToBytes, slice.PrefixSha256, slice.Lines, slice.Sha256 },
                transaction), token);

    async Task<bool> RecordAsync(
        DbConnection connection, DbTransaction transaction, long id, long loaderId, LoadSlice slice, CancellationToken token)
    {
        // The fence comes first: whoever is no longer the loader, or reads from a wrong place, changes nothing.
        // Once the last slice is in, the loading no longer counts as an open chunk.
        var recorded = await connection.ExecuteAsync(
            """
            UPDATE batches
            SET loaded_bytes = @ToBytes, prefix_sha256 = @PrefixSha256, sha256 = @Sha256,
                lines = @Lines, blanks = @Blanks, numbers = @Numbers, rejects = @RejectCount,
                effort = effort + @Effort,
                open_chunks = open_chunks + @ChunkCount - @Last,
                loader_id = CASE WHEN @Last = 1 THEN NULL ELSE loader_id END,
                state = CASE WHEN @Last = 0 THEN state
                             WHEN open_chunks + @ChunkCount = 1 THEN 'exporting' ELSE 'open' END
            WHERE id = @Id AND state = 'loading' AND loader_id = @LoaderId AND loaded_bytes = @FromBytes
            """,
            new
            {
                Id = id,
                LoaderId = loaderId,
                slice.FromBytes,
                slice.ToBytes,
                slice.PrefixSha256,
                slice.Sha256,
                slice.Lines,
                slice.Blanks,
                slice.Numbers,
                slice.RejectCount,
                Effort = slice.Chunks.Sum(c => c.Effort),
                ChunkCount = slice.Chunks.Count,
                Last = slice.IsLast ? 1 : 0,
            },
            transaction);
        if (recorded == 0) return false;

        foreach (var chunk in slice.Chunks)
        {
            var payloadId = await connection.ExecuteScalarAsync<long>(
                $"""
                INSERT INTO chunk_numbers (batch_id, first_line, end_line, numbers)
                VALUES (@Id, @FirstLine, @EndLine, {database.TextOf("@Payload")})
                RETURNING id
                """,
                new { Id = id, chunk.FirstLine, chunk.EndLine, Payload = chunk.Payload.ToArray() }, transaction);
            await ChunkStore.InsertAsync(connection, transaction, new(
                id, payloadId, chunk.FirstLine, chunk.EndLine, chunk.Numbers, chunk.Effort, database.Now));
        }
        if (slice.Rejects.Count > 0) await database.InsertAsync(transaction, id, slice.Rejects, token);
        return true;
    }

    /// <summary>Takes over the loading of a batch whose loader is gone. Exactly one of many callers gets it.</summary>
    public Task<BatchRow?> TakeLoadingAsync(long batchId, long loaderId, CancellationToken token) =>
        OneAsync(
            $"""
             UPDATE batches SET loader_id = @LoaderId
             WHERE id = @Id AND state = 'loading' AND loader_id IS NULL
               AND EXISTS (SELECT 1 FROM runners WHERE id = @LoaderId AND state = 'alive' {database.StaysSo})
             RETURNING {Columns}
             """,
            new { Id = batchId, LoaderId = loaderId }, Durability.Process, token);

    /// <summary>
    /// Takes one batch of this host whose files are to be written. Exactly one of many callers gets it.
    /// </summary>
    public Task<BatchRow?> TakeExportAsync(string host, long exporterId, CancellationToken token) =>
        OneAsync(
            $"""
             UPDATE batches SET exporter_id = @ExporterId
             WHERE id = (
                 SELECT id FROM batches
                 WHERE state = 'exporting' AND exporter_id IS NULL AND host = @Host
                   AND EXISTS (SELECT 1 FROM runners WHERE id = @ExporterId AND state = 'alive' {database.StaysSo})
                 ORDER BY id LIMIT 1)
               AND state = 'exporting' AND exporter_id IS NULL
             RETURNING {Columns}
             """,
            new { ExporterId = exporterId, Host = host }, Durability.Process, token);

    /// <summary>The files are written and safe: the batch is finished. False when the export was taken away.</summary>
    public Task<bool> CompleteAsync(long batchId, long exporterId, CancellationToken token) =>
        ChangedAsync(
            """
            UPDATE batches
            SET state = CASE WHEN failed_chunks + unfactored + quarantined = 0
                             THEN 'completed' ELSE 'completed_with_failures' END,
                exporter_id = NULL, finished_at = @Now, error = NULL
            WHERE id = @Id AND state = 'exporting' AND exporter_id = @ExporterId
            """,
            new { Id = batchId, ExporterId = exporterId, database.Now }, Durability.PowerCut, token);

    /// <summary>Gives an export back because it could not be written now (the disk is full, say).</summary>
    public Task<bool> ReleaseExportAsync(long batchId, long exporterId, string error, CancellationToken token) =>
        ChangedAsync(
            """
            UPDATE batches SET exporter_id = NULL, error = @Error
            WHERE id = @Id AND state = 'exporting' AND exporter_id = @ExporterId
            """,
            new { Id = batchId, ExporterId = exporterId, Error = error }, Durability.Process, token);

    /// <summary>The input has reached its last folder: nothing is left to be settled for this batch.</summary>
    public Task<bool> MovedAsync(long batchId, CancellationToken token) =>
        ChangedAsync("UPDATE batches SET moved_at = @Now WHERE id = @Id AND moved_at IS NULL",
            new { Id = batchId, database.Now }, Durability.Process, token);

    /// <summary>Batches of this host whose input is still in <c>claimed/</c>, oldest first.</summary>
    public Task<IReadOnlyList<BatchRow>> UnsettledAsync(string host, CancellationToken token) =>
        ListAsync(
            $"SELECT {Columns} FROM batches WHERE moved_at IS NULL AND host = @Host ORDER BY id",
            new { Host = host }, token);

    /// <summary>
    /// Those of them that may need something done about their input: loading, perhaps by somebody who is gone, or ended.
    /// </summary>
    public Task<IReadOnlyList<BatchRow>> ToSettleAsync(string host, CancellationToken token) =>
        ListAsync(
            $"""
             SELECT {Columns} FROM batches
             WHERE moved_at IS NULL AND state NOT IN ('open', 'exporting') AND host = @Host ORDER BY id
             """,
            new { Host = host }, token);

    /// <summary>
    /// The batch of this host that this exporter is to write next: one it holds already, else the oldest that nobody
    /// holds, which is to be taken first.
    /// </summary>
    public Task<BatchRow?> NextExportAsync(string host, long exporterId, CancellationToken token) =>
        FirstAsync(
            $"""
             SELECT {Columns} FROM batches
             WHERE state = 'exporting' AND host = @Host AND (exporter_id IS NULL OR exporter_id = @ExporterId)
             ORDER BY exporter_id IS NULL, id LIMIT 1
             """,
            new { Host = host, ExporterId = exporterId }, token);

    /// <summary>A batch from a file of the same length exists, so it may hold the same bytes.</summary>
    public Task<bool> AnyOfLengthAsync(long bytes, CancellationToken token) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM batches WHERE bytes = @Bytes AND state <> 'cancelled')",
            new { Bytes = bytes }), token);

    /// <summary>Batches from files of the same bytes, oldest first, and those of the same length not read to their end yet.</summary>
    public Task<IReadOnlyList<BatchRow>> OfContentAsync(long bytes, string sha256, CancellationToken token) =>
        ListAsync(
            $"""
             SELECT {Columns} FROM batches
             WHERE bytes = @Bytes AND (sha256 = @Sha256 OR sha256 IS NULL) AND state <> 'cancelled' ORDER BY id
             """,
            new { Bytes = bytes, Sha256 = sha256 }, token);

    public Task<BatchRow?> FindAsync(long batchId, CancellationToken token) =>
        FirstAsync($"SELECT {Columns} FROM batches WHERE id = @Id", new { Id = batchId }, token);

    /// <summary>The newest batch from a file of this name.</summary>
    public Task<BatchRow?> FindByNameAsync(string name, CancellationToken token) =>
        FirstAsync(
            $"SELECT {Columns} FROM batches WHERE name = @Name ORDER BY id DESC LIMIT 1", new { Name = name }, token);

    public Task<BatchRow?> FindByClaimAsync(string claimKey, CancellationToken token) =>
        FirstAsync($"SELECT {Columns} FROM batches WHERE claim_key = @Key", new { Key = claimKey }, token);

    Task<BatchRow?> FirstAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<BatchRow>(sql, parameters), token);

    Task<IReadOnlyList<BatchRow>> ListAsync(string sql, object parameters, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<BatchRow>>(
            async connection => [.. await connection.QueryAsync<BatchRow>(sql, parameters)], token);

    Task<BatchRow?> OneAsync(string sql, object parameters, Durability durability, CancellationToken token) =>
        database.WriteAsync(durability, (connection, transaction) =>
            connection.QuerySingleOrDefaultAsync<BatchRow>(sql, parameters, transaction), token);

    Task<bool> ChangedAsync(string sql, object parameters, Durability durability, CancellationToken token) =>
        database.WriteAsync(durability, async (connection, transaction) =>
            await connection.ExecuteAsync(sql, parameters, transaction) > 0, token);
}
