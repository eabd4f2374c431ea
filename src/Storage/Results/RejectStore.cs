using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>The rejected lines of a batch.</summary>
public sealed class RejectStore(LedgerDatabase database)
{
    /// <summary>At most <paramref name="limit"/> rejects after a line, in line order.</summary>
    public Task<IReadOnlyList<RejectRow>> PageAsync(long batchId, long afterLine, int limit, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<RejectRow>>(async connection =>
        [
            .. await connection.QueryAsync<RejectRow>(
                """
                SELECT line, column_number, text, reason FROM rejects
                WHERE batch_id = @BatchId AND line > @AfterLine ORDER BY line LIMIT @Limit
                """,
                new { BatchId = batchId, AfterLine = afterLine, Limit = limit }),
        ], token);

    internal static async Task InsertAsync(DbTransaction transaction, long batchId, IReadOnlyList<RejectRow> rejects)
    {
        foreach (var reject in rejects)
        {
            await transaction.Connection!.ExecuteAsync(
                """
                INSERT INTO rejects (batch_id, line, column_number, text, reason)
                VALUES (@BatchId, @Line, @ColumnNumber, @Text, @Reason)
                """,
                new { BatchId = batchId, reject.Line, reject.ColumnNumber, reject.Text, reject.Reason }, transaction);
        }
    }
}
