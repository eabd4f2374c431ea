using System.Collections.Concurrent;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The connection strings behind one ledger, each with a pool of its own. What a session may keep others waiting for is
/// set below the lease, so that a runner that is cut off in the middle of a transaction lets go before its chunks are
/// given away. The user's own settings stand wherever they do not touch that.
/// </summary>
sealed class PostgresConnections
{
    const string DefaultName = "batchrunner";

    /// <summary>A read that takes longer than this finds that the network is gone.</summary>
    const int ReadSeconds = 30;

    /// <summary>Rare transactions over a whole batch may take this long.</summary>
    const int LastingSeconds = 600;

    const int ConnectSeconds = 5;

    /// <summary>Pages of rows and payloads are a megabyte: they come in a few pieces instead of hundreds.</summary>
    const int ReadBytes = 1 << 16;

    /// <summary>
    /// Pools are the process's, as the driver's own are: ledgers opened one after the other share theirs.
    /// </summary>
    static readonly ConcurrentDictionary<string, NpgsqlDataSource> Pools = new();

    internal PostgresConnections(string connectionString, TimeSpan lease)
    {
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new LedgerException(LedgerTrouble.Unreachable,
                $"The connection string of the PostgreSQL ledger cannot be read: {e.Message}", e);
        }
        Name = $"{given.Host}:{given.Port}/{given.Database ?? given.Username}";
        Lease = lease;
        var millis = lease.TotalMilliseconds;
        var limits = string.Join(' ',
            Setting("lock_timeout", millis / 3),
            Setting("idle_in_transaction_session_timeout", millis / 2),
            Setting("tcp_user_timeout", millis / 2),
            Setting("tcp_keepalives_idle", Math.Max(1, lease.TotalSeconds / 5)),
            Setting("tcp_keepalives_interval", Math.Max(1, lease.TotalSeconds / 10)),
            Setting("tcp_keepalives_count", 3),
            // Before anybody has analyzed a table the planner takes it for small, fetches all that comes behind a key and
            // sorts it, for every page again. Every query here follows the order of an index.
            "-c enable_bitmapscan=off");
        var quick = limits + ' ' + Setting("statement_timeout", millis * 2 / 3);
        Quick = Build(given, quick, (int)Math.Max(1, lease.TotalSeconds), pooled: true);
        Reading = Build(given, limits, ReadSeconds, pooled: true);
        Lasting = Build(given, limits, LastingSeconds, pooled: true);
        Session = Build(given, limits + " -c synchronous_commit=off", (int)Math.Max(1, lease.TotalSeconds / 3), pooled: false);
    }

    /// <summary>Host, port and database, without any secret.</summary>
    internal string Name { get; }

    internal TimeSpan Lease { get; }

    /// <summary>Claims and commits: short or given up.</summary>
    internal string Quick { get; }

    internal string Reading { get; }

    /// <summary>Transactions over a whole batch.</summary>
    internal string Lasting { get; }

    /// <summary>The one connection whose life is the runner's.</summary>
    internal string Session { get; }

    /// <summary>A connection of the pool behind one of the strings above; the caller opens and disposes it.</summary>
    internal static NpgsqlConnection Make(string connectionString) =>
        Pools.GetOrAdd(connectionString, static pool => Pool(pool)).CreateConnection();

    /// <summary>Closes what waits in the pools of this process, and what is in use when it comes back.</summary>
    internal static void Renew()
    {
        foreach (var pool in Pools.Values) pool.Clear();
    }

    // The driver's usual set-up makes ready for every type PostgreSQL knows, and asks each server for those it has besides:
    // hundreds of generic methods to be compiled in every process, and a long query a pool. Ours are plain ones and arrays.
    static NpgsqlDataSource Pool(string connectionString)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity()
            .ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    static string Setting(string name, double value) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-c {name}={(long)value}");

    static string Build(NpgsqlConnectionStringBuilder given, string settings, int seconds, bool pooled)
    {
        var built = new NpgsqlConnectionStringBuilder(given.ConnectionString)
        {
            Options = given.Options is { Length: > 0 } options ? $"{options} {settings}" : settings,
            CommandTimeout = seconds,
            Pooling = pooled,
            // The sessions hold nothing that a transaction does not end: nothing has to be reset between two uses.
            NoResetOnClose = true,
            TcpKeepAlive = true,
        };
        // ContainsKey is true of every key there is; Keys holds what was given.
        bool IsLeft(string key) => !given.Keys.Contains(key, StringComparer.OrdinalIgnoreCase);

        if (IsLeft("Application Name")) built.ApplicationName = DefaultName;
        if (IsLeft("Timeout")) built.Timeout = ConnectSeconds;
        if (IsLeft("Max Auto Prepare")) built.MaxAutoPrepare = pooled ? 50 : 0;
        if (IsLeft("Auto Prepare Min Usages")) built.AutoPrepareMinUsages = 2;
        if (IsLeft("Read Buffer Size")) built.ReadBufferSize = ReadBytes;
        if (IsLeft("GSS Encryption Mode")) built.GssEncryptionMode = GssEncryptionMode.Disable;
        return built.ConnectionString;
    }
}
