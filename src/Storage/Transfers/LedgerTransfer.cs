using Dapper;

namespace BatchRunner.Storage;

/// <summary>
/// Moves a SQLite ledger nobody works with to PostgreSQL and compares the two. Both are closed for work from its first
/// step on, the new one until everything is the same in both; the old one stays closed. Killed anywhere, it is started
/// again and goes on behind the last page that was committed.
/// </summary>
public sealed class LedgerTransfer(Ledger source, Ledger target)
{
    const int PageRows = 2_000;

    /// <summary>Up to 1 MiB each.</summary>
    const int PagePayloads = 8;

    const int PageResults = 20_000;

    // Referred to before referring; what a later edition adds follows.
    static readonly string[] First = ["runners", "batches", "chunk_numbers", "chunks"];

    // Copied batch by batch, and the one row that says which ledger this is.
    static readonly string[] OfTheirOwn = ["results", "rejects", "ledger"];

    string OnItsWay => $"The ledger {source.Database.Name} moves to PostgreSQL, {target.Database.Name}: finish "
        + "'batchrunner migrate-ledger', then set Ledger:Provider=postgres. 'batchrunner restore --new-epoch' opens it again.";

    /// <param name="progress">Told how many rows of results are there, after every page.</param>
    /// <returns>Every batch, the same in both.</returns>
    /// <exception cref="LedgerException">
    /// A chunk is still running, the target holds another ledger, or the two differ.
    /// </exception>
    public async Task<IReadOnlyList<BatchTransfer>> RunAsync(IProgress<long>? progress, CancellationToken token)
    {
        await CloseAsync(token);
        foreach (var table in await TablesAsync(token))
            await Table(table, "id", "1 = 1", table == "chunk_numbers" ? PagePayloads : PageRows).CopyAsync(token);

        var batches = await BatchesAsync(source, token);
        var copied = await CountAsync(target, token);
        foreach (var batch in batches)
        {
            await Table("rejects", "line", $"batch_id = {batch}", PageRows).CopyAsync(token);
            copied = await CopyResultsAsync(batch, copied, progress, token);
        }
        List<BatchTransfer> same = [];
        foreach (var batch in batches) same.Add(await CompareAsync(batch, token));
        if (!(await BatchesAsync(target, token)).SequenceEqual(batches)) throw Differ("the list of batches");

        await OpenTargetAsync(token);
        return same;
    }

    /// <summary>How many rows of results the source holds.</summary>
    public Task<long> CountAsync(CancellationToken token) => CountAsync(source, token);

    static Task<long> CountAsync(Ledger ledger, CancellationToken token) => ledger.Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("SELECT count(*) FROM results"), token);

    async Task CloseAsync(CancellationToken token)
    {
        var (closed, running) = await source.Database.ReadAsync(connection => connection.QuerySingleAsync<(string?, long)>(
            "SELECT closed, (SELECT count(*) FROM chunks WHERE state = 'running') FROM ledger"), token);
        if (closed is null)
        {
            if (running > 0) throw Busy($"{running} chunks are still running");
            await source.Epochs.BeginAsync("the ledger moved to PostgreSQL", token);
            await CloseAsync(source, OnItsWay, token);
            if ((await source.Runners.AliveAsync(token)).Count > 0) throw Busy("somebody has just begun to work with it");
        }
        var mark = await MarkAsync(token);
        var (there, batches) = await target.Database.ReadAsync(connection => connection.QuerySingleAsync<(string?, long)>(
            "SELECT closed, (SELECT count(*) FROM batches) FROM ledger"), token);
        if (there == mark) return;
        if (there is not null || batches > 0)
        {
            throw new LedgerException(LedgerTrouble.ReadOnly, $"{target.Database.Name} holds {batches} batches already: this "
                + "ledger has moved there before, or it is another one. Name an empty database.");
        }
        await CloseAsync(target, mark, token);
    }

    // The epoch of the source tells which ledger is on its way.
    async Task<string> MarkAsync(CancellationToken token) =>
        $"This ledger is being filled by 'batchrunner migrate-ledger' (from {await EpochAsync(source, token)}): wait for its end.";

    static Task<long> EpochAsync(Ledger ledger, CancellationToken token) => ledger.Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("SELECT epoch FROM ledger"), token);

    static async Task CloseAsync(Ledger ledger, string reason, CancellationToken token) =>
        await ledger.Database.WriteAsync(Durability.PowerCut, (connection, transaction) => connection.ExecuteAsync(
            "UPDATE ledger SET closed = @Reason", new { Reason = reason }, transaction), token);

    LedgerException Busy(string why) => new(LedgerTrouble.Busy,
        $"The ledger {source.Database.Name} cannot move: {why}. Pause the batches or wait, and stop every runner.");

    Task<List<string>> TablesAsync(CancellationToken token) => source.Database.ReadAsync(async connection =>
        (await connection.QueryAsync<string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"))
        .Except(OfTheirOwn)
        .OrderBy(table => Array.IndexOf(First, table) is >= 0 and var place ? place : First.Length)
        .ToList(), token);

    static Task<List<long>> BatchesAsync(Ledger ledger, CancellationToken token) => ledger.Database.ReadAsync(
        async connection => (await connection.QueryAsync<long>("SELECT id FROM batches ORDER BY id")).AsList(), token);

    TableTransfer Table(string table, string key, string where, int rows) =>
        new(source.Database, target.Database, table, key, where, rows);

    async Task<long> CopyResultsAsync(long batch, long copied, IProgress<long>? progress, CancellationToken token)
    {
        var after = await target.Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            "SELECT coalesce(max(line), 0) FROM results WHERE batch_id = @Id", new { Id = batch }), token);
        var page = new ResultRows();
        while (await source.Results.PageAsync(batch, after, PageResults, page, token))
        {
            await target.Database.WriteAsync(Durability.PowerCut, (_, transaction) =>
                target.Database.InsertAsync(transaction, batch, page, long.MaxValue, token), token);
            after = page.Line(page.Count - 1);
            copied += page.Count;
            progress?.Report(copied);
        }
        return copied;
    }

    async Task<BatchTransfer> CompareAsync(long id, CancellationToken token)
    {
        var here = await new BatchHash(source, (await source.Batches.FindAsync(id, token))!).ComputeAsync(token);
        var there = await target.Batches.FindAsync(id, token) is { } batch
            ? await new BatchHash(target, batch).ComputeAsync(token)
            : null;
        return here == there ? here : throw Differ($"batch {id} ({here} here, {there} there)");
    }

    LedgerException Differ(string what) => new(LedgerTrouble.Corrupt,
        $"{source.Database.Name} and {target.Database.Name} differ in {what}. Empty the database and start again.");

    async Task OpenTargetAsync(CancellationToken token)
    {
        var tables = await TablesAsync(token);
        await target.Database.WriteAsync(Durability.PowerCut, async (connection, transaction) =>
        {
            foreach (var table in tables)
            {
                await connection.ExecuteAsync(
                    $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest((SELECT max(id) FROM {table}), 1))",
                    transaction: transaction);
            }
            return 0;
        }, token);
        // Opens it too.
        await target.Epochs.BeginAsync("the ledger moved to PostgreSQL", token);
    }
}
