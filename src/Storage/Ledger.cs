using BatchRunner.Storage.Postgres;
using BatchRunner.Storage.Sqlite;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>The only truth about batches, chunks and results: one store a noun.</summary>
public sealed class Ledger
{
    Ledger(LedgerDatabase database, Liveness liveness, WakeUps wakeUps, long epoch)
    {
        Database = database;
        Liveness = liveness;
        WakeUps = wakeUps;
        Epoch = epoch;
        Batches = new(database);
        Summaries = new(database);
        Steering = new(database);
        Chunks = new(database, epoch);
        Commits = new(database, epoch);
        Efforts = new(database);
        Quarantine = new(database);
        Results = new(database);
        Rejects = new(database);
        Runners = new(database);
        History = new(database);
        Failures = new(database);
        Orders = new(database, epoch);
        Epochs = new(database);
        Pruning = new(database);
    }

    public LedgerDatabase Database { get; }
    public Liveness Liveness { get; }
    public WakeUps WakeUps { get; }

    /// <summary>
    /// The epoch this process started in. After a restore the ledger has another one and accepts no commit of ours.
    /// </summary>
    public long Epoch { get; }

    public BatchStore Batches { get; }
    public BatchSummaryStore Summaries { get; }
    public BatchSteering Steering { get; }
    public ChunkStore Chunks { get; }
    public ChunkCommits Commits { get; }
    public EffortStore Efforts { get; }
    public QuarantineStore Quarantine { get; }
    public ResultStore Results { get; }
    public RejectStore Rejects { get; }
    public RunnerStore Runners { get; }
    public HistoryStore History { get; }
    public FailureStore Failures { get; }
    public OrderStore Orders { get; }
    public EpochStore Epochs { get; }
    public PruneStore Pruning { get; }

    /// <summary>Opens the SQLite ledger of a data folder and creates or migrates it first.</summary>
    /// <exception cref="LedgerException">It cannot be opened, or a newer program wrote it.</exception>
    public static async Task<Ledger> OpenSqliteAsync(string dataFolder, TimeProvider time, CancellationToken token)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(LedgerTrouble.Unreachable,
                $"The data folder {dataFolder} cannot be created: {e.Message} Choose another with --data.", e);
        }
        if (!File.Exists(SqliteFile(dataFolder)) && File.Exists(SqliteRestore.Waiting(dataFolder)))
        {
            throw new LedgerException(LedgerTrouble.Unreachable,
                $"A restore in {dataFolder} was interrupted before its last step. Run 'batchrunner restore' again.");
        }
        var database = new SqliteDatabase(SqliteFile(dataFolder), time);
        await SqliteMigrations.ApplyAsync(database, token);
        return new(
            database, new LivenessFolder(Path.Combine(dataFolder, "runners")), new PolledWakeUps(),
            await EpochAsync(database, token));
    }

    /// <summary>Opens the ledger in a PostgreSQL database and creates or migrates it first.</summary>
    /// <param name="connectionString">Npgsql's: host, database, user and whatever else is needed to get in.</param>
    /// <param name="lease">The lease of this ledger's runners: sessions keep others waiting for less.</param>
    /// <param name="time">This machine's time; the ledger's own is the database's.</param>
    /// <exception cref="LedgerException">It cannot be reached, or a newer program wrote it.</exception>
    public static async Task<Ledger> OpenPostgresAsync(
        string connectionString, TimeSpan lease, TimeProvider time, CancellationToken token)
    {
        var clock = new PostgresClock(time);
        var database = new PostgresDatabase(new(connectionString, lease), clock);
        await database.ReadAsync(async connection =>
        {
            var asked = clock.GetTimestamp();
            clock.Set(await connection.ExecuteScalarAsync<DateTimeOffset>("SELECT clock_timestamp()"), asked);
            return true;
        }, token);
        return await OpenAsync(database, token);
    }

    internal static async Task<Ledger> OpenAsync(PostgresDatabase database, CancellationToken token)
    {
        await PostgresMigrations.ApplyAsync(database, token);
        var wakeUps = new PostgresWakeUps();
        return new(database, new PostgresLiveness(database, wakeUps), wakeUps, await EpochAsync(database, token));
    }

    static Task<long> EpochAsync(LedgerDatabase database, CancellationToken token) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("SELECT epoch FROM ledger"), token);

    /// <summary>Where the SQLite ledger of a data folder stands.</summary>
    public static string SqliteFile(string dataFolder) => Path.Combine(dataFolder, "ledger.db");
}
