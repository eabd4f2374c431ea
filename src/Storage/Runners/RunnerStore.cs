using Dapper;

namespace BatchRunner.Storage;

/// <summary>The processes that take part, and what becomes of their chunks when they are gone.</summary>
public sealed class RunnerStore(LedgerDatabase database)
{
    /// <summary>No process may be asked to have more workers than this.</summary>
    public const int MostWorkers = 1024;

    const string Columns =
        """
        id, role, parent_id, host, pid, pid_started, liveness, version, workers, wanted_workers, isolated, state,
        started_at, ended_at, end_reason
        """;

    /// <exception cref="LedgerException">The ledger is closed: its rows say why.</exception>
    public Task<long> RegisterAsync(NewRunner runner, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
            await connection.ExecuteScalarAsync<long?>(
                """
                INSERT INTO runners
                    (role, parent_id, host, pid, pid_started, liveness, version, workers, isolated, started_at)
                SELECT @Role, @ParentId, @Host, @Pid, @PidStarted, @Liveness, @Version, @Workers, @Isolated, @Now
                FROM ledger WHERE closed IS NULL
                RETURNING id
                """,
                new
                {
                    runner.Role,
                    runner.ParentId,
                    runner.Host,
                    runner.Pid,
                    runner.PidStarted,
                    runner.Liveness,
                    runner.Version,
                    runner.Workers,
                    Isolated = runner.Isolated ? 1 : 0,
                    database.Now,
                },
                transaction) ?? throw new LedgerException(LedgerTrouble.Closed,
                    (await connection.ExecuteScalarAsync<string>("SELECT closed FROM ledger", transaction: transaction))!),
            token);

    public Task<IReadOnlyList<RunnerRow>> AliveAsync(CancellationToken token) =>
        ListAsync($"SELECT {Columns} FROM runners WHERE state = 'alive' ORDER BY id", token);

    /// <summary>The newest runners, alive or not.</summary>
    public Task<IReadOnlyList<RunnerRow>> NewestAsync(int limit, CancellationToken token) =>
        ListAsync($"SELECT {Columns} FROM runners ORDER BY id DESC LIMIT {limit}", token);

    public Task<RunnerRow?> FindAsync(long runnerId, CancellationToken token) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<RunnerRow>(
            $"SELECT {Columns} FROM runners WHERE id = @Id", new { Id = runnerId }), token);

    /// <summary>
    /// Rescues everything a runner held: its chunks are ready again, what it loaded or exported is free to be taken.
    /// Doing it twice changes nothing.
    /// </summary>
    /// <param name="state"><c>stopped</c> when the runner itself says so, <c>dead</c> when it was found dead.</param>
    /// <param name="blame">
    /// True when its death may be the fault of what it worked on; false for a kill from outside.
    /// </param>
    /// <returns>The rescued chunks.</returns>
    public Task<IReadOnlyList<long>> EndAsync(
        long runnerId, string state, string reason, bool blame, CancellationToken token) =>
        database.WriteAsync<IReadOnlyList<long>>(Durability.Process, async (connection, transaction) =>
        {
            var parameters = new
            {
                Id = runnerId,
                State = state,
                Reason = reason,
                Blame = blame ? 1 : 0,
                Rescued = state == "dead" ? 1 : 0,
                database.Now,
            };
            // The runner first: a claim of its own that is under way has to be seen below, or to see this. Then the
            // story, before the update that forgets whose chunks they were.
            await connection.ExecuteAsync(
                """
                UPDATE runners SET state = @State, ended_at = @Now, end_reason = @Reason
                WHERE id = @Id AND state = 'alive';
                INSERT INTO history
                    (batch_id, event, happened_at, chunk_id, first_line, end_line, attempt, runner_id, detail)
                SELECT batch_id, 'rescued', @Now, id, next_line, end_line, attempt, runner_id, @Reason
                FROM chunks WHERE runner_id = @Id AND state = 'running' AND @Rescued = 1
                """,
                parameters, transaction);
            var chunks = await connection.QueryAsync<long>(
                """
                UPDATE chunks
                SET state = 'ready', runner_id = NULL, worker = NULL,
                    rescues = rescues + @Rescued,
                    crashes = CASE WHEN @Rescued = 0 THEN crashes
                                   WHEN suspect_line IS NOT NULL THEN crashes
                                   WHEN next_line > claimed_line THEN 0
                                   ELSE crashes + @Blame END,
                    suspect_deaths = CASE WHEN suspect_line IS NULL THEN 0 ELSE suspect_deaths + @Blame END
                WHERE runner_id = @Id AND state = 'running'
                RETURNING id
                """,
                parameters, transaction);
            await connection.ExecuteAsync(
                """
                UPDATE batches SET loader_id = NULL WHERE loader_id = @Id;
                UPDATE batches SET exporter_id = NULL WHERE exporter_id = @Id
                """,
                parameters, transaction);
            return [.. chunks];
        }, token);

    /// <summary>
    /// Asks running processes to have this many workers each; they follow within a second. A runner that a process
    /// starts later follows the one that started it, and nobody else is bound: a program that is started anew does as
    /// its settings say.
    /// </summary>
    /// <param name="workers">From 1 to <see cref="MostWorkers"/>; null takes the wish back.</param>
    /// <param name="runnerId">One runner, with those it started; null for all that are alive.</param>
    /// <returns>How many runners were asked.</returns>
    public Task<int> WishWorkersAsync(int? workers, long? runnerId, CancellationToken token)
    {
        if (workers is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, MostWorkers);
        }
        return database.WriteAsync(Durability.Process, (connection, transaction) => connection.ExecuteAsync(
            $"""
             UPDATE runners SET wanted_workers = @Workers
             WHERE state = 'alive' AND isolated = 0 AND role <> 'submit'
             {(runnerId is null ? "" : "AND (id = @RunnerId OR parent_id = @RunnerId)")}
             """,
            new { Workers = workers, RunnerId = runnerId }, transaction), token);
    }

    /// <summary>The runner has this many workers by now.</summary>
    public Task<bool> RecordWorkersAsync(long runnerId, int workers, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) => await connection.ExecuteAsync(
            "UPDATE runners SET workers = @Workers WHERE id = @Id AND state = 'alive'",
            new { Id = runnerId, Workers = workers }, transaction) > 0, token);

    Task<IReadOnlyList<RunnerRow>> ListAsync(string sql, CancellationToken token) =>
        database.ReadAsync<IReadOnlyList<RunnerRow>>(
            async connection => [.. await connection.QueryAsync<RunnerRow>(sql)], token);
}
