using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage.Sqlite;

/// <summary>Whether a file is a whole ledger: every page in order, and every batch adding up.</summary>
static class SqliteCopyCheck
{
    // A batch that is being pruned has lost some of its rows already.
    const string Unsound =
        """
        SELECT s.id FROM batch_summary s JOIN batches b ON b.id = s.id
        WHERE b.pruned_at IS NULL
          AND (s.lines <> s.numbers + s.rejects + s.blanks OR s.numbers <> s.done + s.waiting
            OR s.done <> (SELECT count(*) FROM results r WHERE r.batch_id = s.id)
            OR s.rejects <> (SELECT count(*) FROM rejects r WHERE r.batch_id = s.id))
        ORDER BY s.id
        """;

    /// <summary>Reads the whole file and its edition.</summary>
    /// <exception cref="LedgerException">It is damaged, no ledger, or a newer program's.</exception>
    internal static async Task CheckStructureAsync(string path, string name)
    {
        try
        {
            await using var connection = SqliteCopy.Open(path, SqliteOpenMode.ReadOnly);
            var found = await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check(1)", commandTimeout: 0);
            if (found != "ok") throw new LedgerException(LedgerTrouble.Corrupt, $"{name} is damaged: {found}");

            var edition = await connection.ExecuteScalarAsync<int>("PRAGMA user_version");
            if (edition > SqliteMigrations.Latest)
            {
                throw new LedgerException(LedgerTrouble.TooNew, $"{name} has edition {edition}; this program knows editions "
                    + $"up to {SqliteMigrations.Latest}. Use the newer program.");
            }
            if (edition == 0 || await connection.ExecuteScalarAsync<int>(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('ledger', 'batches', 'chunks', 'results')") < 4)
            {
                throw new LedgerException(LedgerTrouble.Corrupt, $"{name} is a SQLite file but no ledger of BatchRunner.");
            }
        }
        catch (SqliteException e)
        {
            throw SqliteCopy.Explain(e, name);
        }
    }

    /// <summary>Compares every batch's counters with its rows; the file has this program's edition.</summary>
    /// <exception cref="LedgerException">A batch does not add up.</exception>
    internal static async Task<(long Batches, long Results)> CheckSumsAsync(string path, string name)
    {
        try
        {
            await using var connection = SqliteCopy.Open(path, SqliteOpenMode.ReadOnly);
            var unsound = (await connection.QueryAsync<long>(Unsound, commandTimeout: 0)).AsList();
            if (unsound.Count > 0)
            {
                throw new LedgerException(LedgerTrouble.Corrupt, $"{name} does not add up: the rows of batch "
                    + $"{string.Join(", ", unsound.Take(10))} are not those its counters say. Ask 'batchrunner verify'.");
            }
            return await connection.QuerySingleAsync<(long, long)>(
                "SELECT (SELECT count(*) FROM batches), (SELECT coalesce(sum(done), 0) FROM batch_summary)",
                commandTimeout: 0);
        }
        catch (SqliteException e)
        {
            throw SqliteCopy.Explain(e, name);
        }
    }
}
