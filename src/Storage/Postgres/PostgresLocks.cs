namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The advisory locks of a ledger. PostgreSQL keeps those named by one number apart from those named by two, so a
/// runner's lock never meets a batch's.
/// </summary>
static class PostgresLocks
{
    /// <summary>Held while the scripts run: below every batch.</summary>
    internal const long Migration = -1;

    /// <summary>The first of the two numbers that name a runner's lock.</summary>
    internal const int Runner = 0x42_52_4C; // "BRL"

    internal static long Batch(long id) => id;
}
