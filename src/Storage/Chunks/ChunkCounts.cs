using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// The last statements of a transaction of commits: what each has done is counted, and a chunk that has ended is folded
/// into its batch. The batch's row is what all who work on the batch want: so they go in one round trip, at the very
/// end, and where the database has it the transaction's end goes with them.
/// </summary>
sealed class ChunkCounts(DateTimeOffset now)
{
    readonly StringBuilder _sql = new();
    readonly DynamicParameters _parameters = new(new { Now = now, Failed = 0 });
    int _count;

    internal void Add(ChunkLease lease, ResultTally tally, bool isEnd)
    {
        if (tally.Done == 0 && !isEnd) return;

        var suffix = _count++.ToString(CultureInfo.InvariantCulture);
        _parameters.Add("ChunkId" + suffix, lease.ChunkId);
        if (tally.Done > 0)
        {
            _sql.Append(CultureInfo.InvariantCulture,
                $"""
                 UPDATE chunks
                 SET done = done + @Done{suffix}, unfactored = unfactored + @Unfactored{suffix},
                     quarantined = quarantined + @Quarantined{suffix}, micros = micros + @Micros{suffix}
                 WHERE id = @ChunkId{suffix};

                 """);
            _parameters.Add("Done" + suffix, tally.Done);
            _parameters.Add("Unfactored" + suffix, tally.Unfactored);
            _parameters.Add("Quarantined" + suffix, tally.Quarantined);
            _parameters.Add("Micros" + suffix, tally.Micros);
        }
        if (!isEnd) return;

        _sql.Append(ChunkEnds.FoldSql(suffix)).Append(EffortStore.RecordSql(suffix, lease.ChunkId));
        _parameters.Add("RunnerId" + suffix, lease.RunnerId);
    }

    /// <param name="isEnd">A chunk has ended, in this transaction or in one that nobody was answered about.</param>
    /// <returns>True when the transaction has been ended with it.</returns>
    internal async Task<bool> WriteAsync(
        LedgerDatabase database, DbConnection connection, DbTransaction transaction, bool isEnd)
    {
        var (before, after) = isEnd ? database.EarlyEnd : ("", "");
        var sql = before + _sql + after;
        if (sql.Length > 0) await connection.ExecuteAsync(sql, _parameters, transaction);
        return after.Length > 0;
    }
}
