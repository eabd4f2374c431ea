using BatchRunner.Hangfire.Tickets;
using BatchRunner.Runner.Hosting;
using BatchRunner.Storage;
using Hangfire;
using Hangfire.PostgreSql;

namespace BatchRunner.Hangfire.Queue;

/// <summary>Where Hangfire keeps its tables: beside the ledger, and never among its tables.</summary>
static class StorageFactory
{
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What a ticket did is told by the ledger; its own trace is kept for as long as somebody may be looking.</summary>
    static readonly TimeSpan TraceKept = TimeSpan.FromHours(1);

    static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="LedgerException">It cannot be opened.</exception>
    internal static JobStorage Open(EditionSite site)
    {
        StoredForm.Use();
        try
        {
            return Create(site);
        }
        catch (Exception e) when (e is SQLite.SQLiteException or System.Data.Common.DbException)
        {
            throw new LedgerException(LedgerTrouble.Unreachable,
                $"Hangfire's tables beside {site.Ledger.Database.Name} cannot be opened: {e.Message}", e);
        }
    }

    static JobStorage Create(EditionSite site)
    {
        JobStorage storage = site.Settings.UsesPostgres
            ? OpenPostgres(site.Settings.Options.Ledger.ConnectionString, site.Work.Lease)
            : TicketStorage.Open(Path.Combine(site.Settings.DataFolder, "hangfire.db"), site.Work.Lease, TimeProvider.System);
        storage.JobExpirationTimeout = TraceKept;
        return storage;
    }

    static PostgreSqlStorage OpenPostgres(string connectionString, TimeSpan lease) => new(
        new global::Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(connectionString, Options(lease)), Options(lease));

    static PostgreSqlStorageOptions Options(TimeSpan lease) => new()
    {
        QueuePollInterval = PollInterval,
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = lease,
        DistributedLockTimeout = LockTimeout,
    };
}
