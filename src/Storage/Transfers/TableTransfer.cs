using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// Copies a table of a SQLite ledger to PostgreSQL page by page in the order of its key, each page in a transaction of
/// its own: what is there already is where to go on. A page travels as one JSON text that PostgreSQL turns into rows
/// of the table's own types.
/// </summary>
/// <param name="table">Its name in both.</param>
/// <param name="key">Ascending within <paramref name="where"/>.</param>
/// <param name="where">Which rows; the same rows in both.</param>
/// <param name="pageRows">As many as make a few megabytes.</param>
sealed class TableTransfer(LedgerDatabase source, LedgerDatabase target, string table, string key, string where, int pageRows)
{
    internal async Task CopyAsync(CancellationToken token)
    {
        var columns = await source.ReadAsync(async connection => (await connection.QueryAsync<(string Name, string Type)>(
            $"SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid")).AsList(), token);
        var after = await target.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            $"SELECT coalesce(max({key}), 0) FROM {table} WHERE {where}"), token);
        while (await ReadPageAsync(columns, after, token) is { Last: { } last } page)
        {
            await target.WriteAsync(Durability.PowerCut, (connection, transaction) =>
                WritePageAsync(connection, transaction, columns, page.Json), token);
            after = last;
        }
    }

    Task<Page> ReadPageAsync(List<(string Name, string Type)> columns, long after, CancellationToken token) =>
        source.ReadAsync(connection => connection.QuerySingleAsync<Page>(
            $"""
             SELECT json_group_array(json_object({string.Join(", ", columns.Select(Pair))})) AS json, max({key}) AS last
             FROM (SELECT * FROM {table} WHERE {where} AND {key} > @After ORDER BY {key} LIMIT {pageRows})
             """,
            new { After = after }), token);

    // JSON's own numbers are cut to 15 digits; 17 bring every double back as it was.
    static string Pair((string Name, string Type) column) => column.Type == "REAL"
        ? $"'{column.Name}', CASE WHEN {column.Name} IS NOT NULL THEN printf('%!.17g', {column.Name}) END"
        : $"'{column.Name}', {column.Name}";

    Task<int> WritePageAsync(
        DbConnection connection, DbTransaction transaction, List<(string Name, string Type)> columns, string json)
    {
        var names = string.Join(", ", columns.Select(c => c.Name));
        return connection.ExecuteAsync(
            $"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, @Json::json)",
            new { Json = json }, transaction);
    }

    sealed class Page
    {
        public string Json { get; init; } = "";
        public long? Last { get; init; }
    }
}
