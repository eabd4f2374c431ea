namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>Liveness, wake-ups and clock: what hangs on a runner's session.</summary>
public sealed class PostgresSessionTests() : PostgresTest(new PostgresLedgerSource())
{
    [Fact]
    public async Task A_runner_lives_until_its_process_is_killed()
    {
        var ledger = await OpenAsync();
        using var process = new TestProcess("session", Source.ConnectionString);
        var name = await process.SayAsync();
        await EndTheGraceAsync();

        Assert.True(ledger.Liveness.Look(name).Alive);
        await UntilAsync(() => Task.FromResult(ledger.Liveness.Look(name).Beats is [1, 2, 3]));

        await process.KillAsync();

        await UntilAsync(() => Task.FromResult(!ledger.Liveness.Look(name).Alive));
        ledger.Liveness.Forget(name);
        Assert.Equal(0, await Source.OneAsync<long>("SELECT count(*) FROM runner_beats"));
    }

    [Fact]
    public async Task The_ledgers_clock_tells_how_long_a_worker_has_not_moved()
    {
        var ledger = await OpenAsync();
        using var held = ledger.Liveness.Hold();
        held.Beat([1, 1]);
        await UntilAsync(() => Task.FromResult(ledger.Liveness.Look(held.Name).Beats.Count == 2));

        var moves = 1;
        await UntilAsync(() =>
        {
            held.Beat([1, ++moves]);
            var still = ledger.Liveness.Look(held.Name).Still!;
            return Task.FromResult(still[0] > TimeSpan.FromSeconds(1.5) && still[1] < still[0]);
        });
    }

    [Fact]
    public async Task Nobody_is_alive_under_a_name_of_another_kind()
    {
        var ledger = await OpenAsync();
        await EndTheGraceAsync();

        Assert.False(ledger.Liveness.Look("0197f6d2").Alive);
        Assert.False(ledger.Liveness.Look("lock-123456").Alive);
    }

    [Fact]
    public async Task When_the_server_has_just_started_nobody_is_taken_for_dead()
    {
        var ledger = await OpenAsync(lease: TimeSpan.FromDays(1));

        Assert.True(ledger.Liveness.Look("lock-123456").Alive);
    }

    [Fact]
    public async Task A_runner_that_was_cut_off_and_given_up_takes_part_again()
    {
        var ledger = await OpenAsync();
        using var held = ledger.Liveness.Hold();
        held.Beat([1]);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", 1, "boot", held.Name, "1", 1, false), None);

        await Source.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
            UPDATE runners SET state = 'dead', ended_at = now(), end_reason = 'its session ended'
            """);

        await UntilAsync(async () => (await ledger.Runners.FindAsync(runner, None))!.State == "alive");
        await UntilAsync(async () =>
            await Source.OneAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2") == 1);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_not_brought_back_by_its_session()
    {
        var ledger = await OpenAsync(lease: TimeSpan.FromSeconds(2));
        using var held = ledger.Liveness.Hold();
        held.Beat([1]);
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", 1, "boot", held.Name, "1", 1, false), None);
        await UntilAsync(() => Task.FromResult(ledger.Liveness.Look(held.Name).Still is [var still] && still.TotalSeconds > 4.5));

        await ledger.Runners.EndAsync(runner, "dead", "it hung", true, None);
        var beaten = await Source.OneAsync<DateTime>("SELECT now() FROM runner_beats");
        await UntilAsync(async () =>
            await Source.OneAsync<bool>($"SELECT now() > '{beaten:O}'::timestamptz + INTERVAL '2.5 seconds'"));

        Assert.Equal("dead", (await ledger.Runners.FindAsync(runner, None))!.State);
        var moves = 1;
        await UntilAsync(async () =>
        {
            held.Beat([++moves]);
            return (await ledger.Runners.FindAsync(runner, None))!.State == "alive";
        });
    }

    [Theory]
    [InlineData("loaded")]
    [InlineData("given back")]
    [InlineData("resumed")]
    public async Task An_idle_worker_is_woken_by_a_chunk_that_is(string what)
    {
        var ledger = await OpenAsync();
        using var held = ledger.Liveness.Hold();
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", 1, "boot", held.Name, "1", 1, false), None);
        if (what != "loaded") await LoadAsync(ledger, runner);
        if (what == "resumed") await ledger.Steering.PauseAsync(1, None);
        var lease = what == "given back" ? await ledger.Chunks.ClaimAsync(runner, 0, false, TimeSpan.FromSeconds(15), None) : null;
        // What was announced so far.
        while (await Task.Run(() => IsWoken(ledger, TimeSpan.FromSeconds(1)))) { }

        var woken = Task.Run(() => IsWoken(ledger, TimeSpan.FromMinutes(5)));
        if (what == "loaded") await LoadAsync(ledger, runner);
        if (what == "given back") await ledger.Chunks.ReleaseAsync(lease!.ChunkId, runner, lease.Attempt, None);
        if (what == "resumed") await ledger.Steering.ResumeAsync(1, None);

        Assert.True(await woken.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Moments_are_the_databases_whatever_this_machine_believes()
    {
        var wrong = new ManualClock();
        var ledger = await OpenAsync(time: wrong);
        using var held = ledger.Liveness.Hold();
        var runner = await ledger.Runners.RegisterAsync(
            new(RunnerRole.Work, null, "here", 1, "boot", held.Name, "1", 1, false), None);

        wrong.SetBack(TimeSpan.FromDays(3));
        await LoadAsync(ledger, runner);

        Assert.True(await Source.OneAsync<bool>(
            "SELECT bool_and(abs(extract(EPOCH FROM now() - created_at)) < 60) FROM chunks"));
    }

    static bool IsWoken(Ledger ledger, TimeSpan pause)
    {
        var asked = TimeProvider.System.GetTimestamp();
        ledger.WakeUps.Wait(pause, None);
        return TimeProvider.System.GetElapsedTime(asked) < pause;
    }

    static Task<long> LoadAsync(Ledger ledger, long loader) => ledger.Batches.CreateAsync(
        new("key", "file.txt", "here", 10, 0, loader),
        new()
        {
            FromBytes = 0,
            ToBytes = 5,
            PrefixSha256 = "prefix",
            Lines = 1,
            Blanks = 0,
            Numbers = 1,
            RejectCount = 0,
            Chunks = [new(1, 2, 1, 1000, "1001\n"u8.ToArray())],
            Rejects = [],
            Sha256 = "whole",
        }, None);

    // The test server has just started, and then everybody has a lease's time to come back.
    async Task EndTheGraceAsync() => await UntilAsync(async () => await Source.OneAsync<bool>(
        $"SELECT now() - pg_postmaster_start_time() > INTERVAL '{PostgresLedgerSource.Lease.TotalSeconds} seconds'"));

    [Fact]
    public async Task Sessions_bear_the_programs_name_unless_the_connection_string_gives_another()
    {
        await OpenAsync();

        Assert.NotEqual(0, await Source.OneAsync<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = 'batchrunner' AND datname = current_database()
            """));
    }
}
