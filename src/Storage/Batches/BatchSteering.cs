using System.Data.Common;
using Dapper;

namespace BatchRunner.Storage;

/// <summary>What a person does to a batch: pause, resume, priority, cancel, retry.</summary>
public sealed class BatchSteering(LedgerDatabase database)
{
    /// <summary>
    /// Nothing more is claimed, and running workers let their chunks go within a second: what is computed is committed,
    /// a number that takes longer is dropped and begins anew after the pause.
    /// </summary>
    public Task<bool> PauseAsync(long batchId, CancellationToken token) => SetPausedAsync(batchId, true, token);

    public Task<bool> ResumeAsync(long batchId, CancellationToken token) => SetPausedAsync(batchId, false, token);

    Task<bool> SetPausedAsync(long batchId, bool paused, CancellationToken token) =>
        ChangedAsync(
            // What was paused has not been passed over.
            "UPDATE batches SET paused = @Paused, served_at = @Now WHERE id = @Id AND state IN ('loading', 'open')",
            new { Id = batchId, Paused = paused ? 1 : 0, database.Now },
            Told(batchId, paused ? HistoryEvent.Paused : HistoryEvent.Resumed, null), token);

    /// <param name="priority">-1 low, 0 normal, 1 high.</param>
    public Task<bool> SetPriorityAsync(long batchId, int priority, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, 1);
        return ChangedAsync(
            "UPDATE batches SET priority = @Priority WHERE id = @Id AND state IN ('loading', 'open')",
            new { Id = batchId, Priority = priority },
            Told(batchId, HistoryEvent.Priority, priority switch { 1 => "high", 0 => "normal", _ => "low" }), token);
    }

    /// <summary>
    /// Ends the batch as it stands. Rows already committed stay; running workers lose their lease and notice within a
    /// second. False when the batch had already ended.
    /// </summary>
    /// <param name="reason">Null when a person asked for it, else what made going on impossible.</param>
    public Task<bool> CancelAsync(long batchId, string? reason, CancellationToken token) =>
        database.WriteAsync(Durability.PowerCut, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [batchId], alone: true);
            var parameters = new { Id = batchId, Reason = reason, database.Now };
            var cancelled = await connection.ExecuteAsync(
                """
                UPDATE batches
                SET state = 'cancelled', finished_at = @Now, loader_id = NULL, exporter_id = NULL, open_chunks = 0,
                    error = coalesce(@Reason, error),
                    done = done + (SELECT coalesce(sum(done), 0) FROM chunks
                                   WHERE batch_id = @Id AND state IN ('ready', 'running')),
                    unfactored = unfactored + (SELECT coalesce(sum(unfactored), 0) FROM chunks
                                               WHERE batch_id = @Id AND state IN ('ready', 'running')),
                    quarantined = quarantined + (SELECT coalesce(sum(quarantined), 0) FROM chunks
                                                 WHERE batch_id = @Id AND state IN ('ready', 'running')),
                    micros = micros + (SELECT coalesce(sum(micros), 0) FROM chunks
                                       WHERE batch_id = @Id AND state IN ('ready', 'running'))
                WHERE id = @Id AND state IN ('loading', 'open', 'exporting')
                """,
                parameters, transaction);
            if (cancelled == 0) return false;

            await connection.ExecuteAsync(
                """
                UPDATE chunks SET state = 'cancelled', runner_id = NULL, worker = NULL, ended_at = @Now
                WHERE batch_id = @Id AND state IN ('ready', 'running')
                """,
                parameters, transaction);
            await HistoryStore.AddAsync(connection, transaction, Told(batchId, HistoryEvent.Cancelled, reason));
            return true;
        }, token);

    /// <summary>
    /// Opens a finished batch again for what went wrong in it: failed chunks, and every unfactored or quarantined
    /// number as a chunk of its own, as far as it was chosen. A pause that outlived the batch ends: who retries wants it to run.
    /// </summary>
    /// <returns>
    /// How many chunks are ready because of it; 0 when there is nothing to retry or the batch still runs.
    /// </returns>
    public Task<long> RetryAsync(long batchId, RetryChoice choice, CancellationToken token)
    {
        if (choice.BudgetSeconds is { } seconds and not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(choice), seconds, "A budget is 0 or a number of seconds.");

        return database.WriteAsync(Durability.PowerCut, async (connection, transaction) =>
        {
            await database.EnterAsync(transaction, [batchId], alone: true);
            var finished = await connection.ExecuteScalarAsync<bool>(
                "SELECT count(*) FROM batches WHERE id = @Id AND state = 'completed_with_failures'",
                new { Id = batchId }, transaction);
            if (!finished) return 0;

            var failed = choice.Failed ? await ReopenFailedAsync(connection, transaction, batchId, choice) : 0;
            long numbers = 0;
            foreach (var status in choice.Statuses)
                numbers += await ReopenNumbersAsync(connection, transaction, batchId, status, choice.BudgetSeconds);
            await connection.ExecuteAsync(
                """
                UPDATE batches
                SET state = 'open', paused = 0, open_chunks = @Chunks, failed_chunks = failed_chunks - @Failed,
                    finished_at = NULL, moved_at = NULL, error = NULL, served_at = @Now
                WHERE id = @Id AND @Chunks > 0
                """,
                new { Id = batchId, Chunks = failed + numbers, Failed = failed, database.Now }, transaction);
            if (failed + numbers > 0)
                await HistoryStore.AddAsync(connection, transaction, Told(batchId, HistoryEvent.Retried, null));
            return failed + numbers;
        }, token);
    }

    /// <summary>Retries everything that went wrong, within the budget of the settings.</summary>
    public Task<long> RetryAsync(long batchId, CancellationToken token) =>
        RetryAsync(batchId, RetryChoice.Everything, token);

    // What a failed chunk brought is in the batch's counters already and stays there: its own begin again at 0.
    static Task<int> ReopenFailedAsync(
        DbConnection connection, DbTransaction transaction, long batchId, RetryChoice choice) =>
        connection.ExecuteAsync(
            """
            UPDATE chunks
            SET state = 'ready', failures = 0, crashes = 0, not_before = NULL, ended_at = NULL, error = NULL,
                suspect_line = NULL, suspect_deaths = 0, done = 0, unfactored = 0, quarantined = 0, micros = 0,
                budget_seconds = @BudgetSeconds
            WHERE batch_id = @Id AND state = 'failed'
            """,
            new { Id = batchId, choice.BudgetSeconds }, transaction);

    /// <param name="status">What to look for, and the batch's counter of the same name.</param>
    async Task<long> ReopenNumbersAsync(
        DbConnection connection, DbTransaction transaction, long batchId, string status, double? budgetSeconds)
    {
        // An index holds the rows that are not factored and no others, and is recognized by its condition: a retry of
        // ten numbers does not read ten million.
        const string Chosen = "batch_id = @Id AND status = @Status AND status <> 'factored'";
        var parameters = new { Id = batchId, Status = status, BudgetSeconds = budgetSeconds, database.Now };
        var numbers = await connection.ExecuteAsync(
            $"""
             INSERT INTO chunks
                 (batch_id, payload_id, state, first_line, next_line, end_line, numbers, effort, budget_seconds,
                  created_at)
             SELECT r.batch_id,
                    (SELECT n.id FROM chunk_numbers n WHERE n.batch_id = r.batch_id AND n.first_line <= r.line
                     ORDER BY n.first_line DESC LIMIT 1),
                    'ready', r.line, r.line, r.line + 1, 1, 2 * r.micros + 1, @BudgetSeconds, @Now
             FROM results r WHERE {Chosen} ORDER BY r.line
             """,
            parameters, transaction);
        await connection.ExecuteAsync(
            $"""
             UPDATE batches SET done = done - {status}, {status} = 0 WHERE id = @Id;
             DELETE FROM results WHERE {Chosen}
             """,
            parameters, transaction);
        return numbers;
    }

    Task<bool> ChangedAsync(string sql, object parameters, HistoryRow told, CancellationToken token) =>
        database.WriteAsync(Durability.Process, async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(sql, parameters, transaction) == 0) return false;

            await HistoryStore.AddAsync(connection, transaction, told);
            return true;
        }, token);

    HistoryRow Told(long batchId, string what, string? detail) =>
        new() { BatchId = batchId, Event = what, HappenedAt = database.Now, Detail = detail };
}
