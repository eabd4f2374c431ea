using System.Data.Common;

namespace BatchRunner.Storage;

/// <summary>
/// The database under the ledger. The stores speak SQL that every database here understands; what differs is below.
/// </summary>
public abstract class LedgerDatabase
{
    /// <summary>Judges every "not before" and stamps every row.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>What a person calls this ledger: the file, or host and database.</summary>
    public abstract string Name { get; }

    /// <summary>An open connection with the session settings the durability asks for. The caller disposes it.</summary>
    /// <exception cref="LedgerException">The ledger cannot be reached.</exception>
    internal abstract Task<DbConnection> OpenAsync(Durability durability, CancellationToken token);

    /// <summary>An open connection for reads that may take long. The caller disposes it.</summary>
    /// <exception cref="LedgerException">The ledger cannot be reached.</exception>
    internal virtual Task<DbConnection> OpenForReadingAsync(CancellationToken token) =>
        OpenAsync(Durability.Process, token);

    /// <summary>Begins a transaction that may write from its first statement on.</summary>
    internal abstract Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken token);

    /// <summary>One transaction writes at a time: who may find nothing to write reads first.</summary>
    internal virtual bool HasOneWriter => false;

    /// <summary>Takes the best ready chunk: see <see cref="ChunkStore.ClaimAsync"/>.</summary>
    internal abstract Task<ChunkLease?> ClaimAsync(ClaimRequest request, CancellationToken token);

    /// <summary>
    /// Enters batches until the transaction ends, to be called before it locks any row: many may be inside, but whoever
    /// is there alone sees no chunk of theirs change. Where one transaction writes at a time there is nothing to do.
    /// </summary>
    internal virtual Task EnterAsync(DbTransaction transaction, IReadOnlyList<long> batchIds, bool alone) =>
        Task.CompletedTask;

    /// <summary>
    /// Around the last statements of a transaction, which take rows that many want: it ends with them and lets go of the
    /// rows without waiting for the disk; then it waits. Empty where nobody else could write anyway.
    /// </summary>
    internal virtual (string Before, string After) EarlyEnd => ("", "");

    /// <summary>
    /// Behind a query for one row, and what it found stays so until the transaction ends.
    /// </summary>
    internal virtual string StaysSo => "";

    /// <summary>
    /// Behind a query, and the row of <paramref name="table"/> it finds belongs to this transaction; rows that belong
    /// to others are passed over.
    /// </summary>
    internal virtual string LockUnlessLocked(string table) => "";

    /// <summary>The text in an expression of UTF-8 bytes.</summary>
    internal abstract string TextOf(string utf8);

    /// <summary>The UTF-8 bytes of a text expression.</summary>
    internal abstract string Utf8Of(string text);

    /// <summary>
    /// Adds the rows before <paramref name="endLine"/>: the hot insert, in the fastest way the driver has.
    /// </summary>
    /// <returns>What was added.</returns>
    internal abstract Task<ResultTally> InsertAsync(
        DbTransaction transaction, long batchId, ResultRows rows, long endLine, CancellationToken token);

    /// <summary>Adds rejected lines: a file may hold little else.</summary>
    internal virtual Task InsertAsync(
        DbTransaction transaction, long batchId, IReadOnlyList<RejectRow> rejects, CancellationToken token) =>
        RejectStore.InsertAsync(transaction, batchId, rejects);

    /// <summary>Fills <paramref name="page"/> with the rows after a line, in line order, from one short read.</summary>
    internal abstract Task ReadPageAsync(
        DbConnection connection, long batchId, long afterLine, int limit, ResultRows page, CancellationToken token);

    /// <summary>Gives unused space back to the system. It may take as long as copying the ledger does.</summary>
    internal abstract Task CompactAsync(CancellationToken token);

    /// <summary>
    /// What the driver's exception means; null when it is a mistake of ours that no waiting can mend.
    /// </summary>
    internal abstract LedgerException? Explain(DbException exception);

    /// <summary>One named transaction: everything in <paramref name="work"/> happens, or nothing.</summary>
    /// <param name="hasEnded">Afterwards: <paramref name="work"/> has ended it by <see cref="EarlyEnd"/>.</param>
    /// <exception cref="LedgerException">
    /// The ledger is busy, full or gone; nothing happened as far as is known.
    /// </exception>
    internal async Task<T> WriteAsync<T>(
        Durability durability, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken token,
        Func<bool>? hasEnded = null)
    {
        try
        {
            await using var connection = await OpenAsync(durability, token);
            await using var transaction = await BeginAsync(connection, token);
            var result = await work(connection, transaction);
            if (hasEnded is null || !hasEnded()) await transaction.CommitAsync(token);
            return result;
        }
        catch (DbException e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads without holding a transaction open.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    internal async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken token)
    {
        try
        {
            await using var connection = await OpenForReadingAsync(token);
            return await work(connection);
        }
        catch (DbException e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    internal DateTimeOffset Now => Time.GetUtcNow();
}
