using System.Data.Common;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>PostgreSQL's error codes in words that name the server and the remedy.</summary>
static class PostgresErrors
{
    const string IdleInTransactionTimeout = "25P03";

    internal static LedgerException? Explain(DbException e, string name) => e switch
    {
        PostgresException server => Explain(server, name),
        NpgsqlException { InnerException: TimeoutException } pool when
            pool.Message.Contains("pool", StringComparison.OrdinalIgnoreCase) => new(LedgerTrouble.Busy,
            $"All connections of this process to {name} are in use. Try again in a moment.", pool),
        NpgsqlException broken => new(LedgerTrouble.Unreachable,
            $"The PostgreSQL server {name} cannot be reached: {Reason(broken)} " +
            "Work goes on by itself when it answers again.", broken),
        _ => null,
    };

    /// <summary>What kept a session from beginning: whatever it is, no mistake in a statement of ours.</summary>
    internal static LedgerException ExplainRefusal(DbException e, string name) => Explain(e, name) ??
        new(LedgerTrouble.Unreachable,
            $"The PostgreSQL server {name} cannot be reached: {e.Message} Work goes on by itself when it answers again.", e);

    static LedgerException? Explain(PostgresException e, string name) => e.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => new(LedgerTrouble.Busy,
                $"The ledger {name} is busy: {e.MessageText}. Try again in a moment.", e),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory or
            PostgresErrorCodes.ConfigurationLimitExceeded => new(LedgerTrouble.Busy,
                $"The PostgreSQL server {name} takes no more: {e.MessageText}. " +
                "Raise its max_connections or run fewer runners; work goes on by itself.", e),
        PostgresErrorCodes.DiskFull => new(LedgerTrouble.DiskFull,
            $"No space is left for the ledger {name}. Free some space on the server: work goes on by itself.", e),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(LedgerTrouble.ReadOnly,
            $"The ledger {name} cannot be written: {e.MessageText}. " +
            "Is it a standby? Connect to the primary server.", e),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(LedgerTrouble.Corrupt,
            $"The ledger {name} is damaged: {e.MessageText}. Bring a backup back.", e),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or
            PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege or
            PostgresErrorCodes.InvalidSchemaName => new(
                LedgerTrouble.Unreachable,
                $"The PostgreSQL server {name} refuses: {e.MessageText}. " +
                "Check user, password and database in BatchRunner:Ledger:ConnectionString, and the user's grants.", e),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or
            PostgresErrorCodes.DatabaseDropped or IdleInTransactionTimeout => Gone(e, name),
        _ when e.SqlState.StartsWith("08", StringComparison.Ordinal) => Gone(e, name),
        _ when e.SqlState.StartsWith("58", StringComparison.Ordinal) => new(LedgerTrouble.Unreachable,
            $"The PostgreSQL server {name} reports an error of its disk: {e.MessageText}. Check the server.", e),
        _ => null,
    };

    static LedgerException Gone(PostgresException e, string name) => new(LedgerTrouble.Unreachable,
        $"The PostgreSQL server {name} is not available: {e.MessageText}. " +
        "Work goes on by itself when it answers again.", e);

    static string Reason(NpgsqlException e) => (e.InnerException ?? e).Message.TrimEnd('.') + '.';
}
