using BatchRunner.Storage.Sqlite;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>The only truth about batches, chunks and results: one store a noun.</summary>
public sealed class Ledger
{
    Ledger(LedgerDatabase database, Liveness liveness, long epoch)
    {
        Database = database;
        Liveness = liveness;
        Epoch = epoch;
        Batches = new(database);
        Summaries = new(database);
        Steering = new(database);
        Chunks = new(database, epoch);
        Commits = new(database, epoch);
        Quarantine = new(database);
        Results = new(database);
        Rejects = new(database);
        Runners = new(database);
        History = new(database);
        Failures = new(database);
        Orders = new(database, epoch);
    }

    public LedgerDatabase Database { get; }
    public Liveness Liveness { get; }

    /// <summary>
    /// The epoch this process started in. After a restore the ledger has another one and accepts no commit of ours.
    /// </summary>
    public long Epoch { get; }

    public BatchStore Batches { get; }
    public BatchSummaryStore Summaries { get; }
    public BatchSteering Steering { get; }
    public ChunkStore Chunks { get; }
    public ChunkCommits Commits { get; }
    public QuarantineStore Quarantine { get; }
    public ResultStore Results { get; }
    public RejectStore Rejects { get; }
    public RunnerStore Runners { get; }
    public HistoryStore History { get; }
    public FailureStore Failures { get; }
    public OrderStore Orders { get; }

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
        var database = new SqliteDatabase(SqliteFile(dataFolder), time);
        await SqliteMigrations.ApplyAsync(database, token);
        var epoch = await database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("SELECT epoch FROM ledger"), token);
        return new(database, new LivenessFolder(Path.Combine(dataFolder, "runners")), epoch);
    }

    /// <summary>Where the SQLite ledger of a data folder stands.</summary>
    public static string SqliteFile(string dataFolder) => Path.Combine(dataFolder, "ledger.db");
}
