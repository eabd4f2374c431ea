using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// Predicted and actual effort of the chunks that ended last: what predictions are judged and mended by.
/// </summary>
public sealed class EffortStore(LedgerDatabase database)
{
    /// <summary>Older samples are dropped: machines, programs and engines change.</summary>
    public const int Kept = 4096;

    /// <summary>The newest samples, newest first.</summary>
    /// <param name="host">Of this machine only; null for all.</param>
    public Task<IReadOnlyList<EffortSample>> NewestAsync(string? host, int limit, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<EffortSample>>(async connection =>
        [
            .. await connection.QueryAsync<EffortSample>(
                $"""
                 SELECT id, host, batch_id, numbers, predicted, actual FROM efforts
                 {(host is null ? "" : "WHERE host = @Host")} ORDER BY id DESC LIMIT @Limit
                 """,
                new { Host = host, Limit = limit }),
        ], token);

    /// <summary>
    /// Only a chunk of which every row was made under one set of counters tells what its numbers took. Now and then a
    /// sample sweeps what is too old.
    /// </summary>
    /// <param name="suffix">Behind the names of the parameters for chunk and runner.</param>
    internal static string RecordSql(string suffix, long chunkId) =>
        $"""
         INSERT INTO efforts (host, batch_id, numbers, predicted, actual, ended_at)
         SELECT r.host, c.batch_id, c.numbers, c.effort, c.micros, @Now
         FROM chunks c JOIN runners r ON r.id = @RunnerId{suffix}
         WHERE c.id = @ChunkId{suffix} AND c.done = c.numbers AND c.done > 0 AND c.effort > 0 AND c.micros > 0;
         {(chunkId % (Kept / 16) == 0 ? $"DELETE FROM efforts WHERE id <= (SELECT max(id) FROM efforts) - {Kept};" : "")}

         """;
}
