namespace BatchRunner.Storage.Tests.Contract;

/// <summary>
/// What the model does step by step, done by many at the same moment: here a promise breaks when a transaction decides
/// on what another is just changing.
/// </summary>
public abstract class ConcurrencyContract(LedgerSource source) : LedgerContract(source)
{
    const int Processes = 6;
    const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_many_processes_do_at_once_the_ledger_adds_up(int seed)
    {
        for (var i = 0; i < 6; i++) await LoadAsync(8, 20, 5, 30);

        var done = await Task.WhenAll(Enumerable.Range(0, Processes).Select(i => Task.Run(() => WorkAsync(seed * 100 + i))));

        Assert.True(done.Sum() > 0, "Nobody did anything.");
        var alive = await Ledger.Runners.AliveAsync(None);
        foreach (var runner in alive) await Ledger.Runners.EndAsync(runner.Id, "stopped", "done", false, None);
        await LedgerInvariants.CheckAsync(Source);
    }

    /// <summary>One process: what it does is decided by its seed, what comes of it by the others.</summary>
    /// <returns>Commits accepted.</returns>
    async Task<int> WorkAsync(int seed)
    {
        var random = new Random(seed);
        var ledger = await Source.OpenAsync(Clock);
        var runner = await NewRunnerAsync(ledger, seed);
        var (lease, line, end, accepted) = ((ChunkLease?)null, 0L, 0L, 0);
        for (var step = 0; step < Steps; step++)
        {
            if (lease is null)
            {
                lease = await PatientlyAsync(() => ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None));
                if (lease is not null) (line, end) = (lease.NextLine, lease.EndLine);
            }
            switch (random.Next(20))
            {
                case < 10 when lease is { } held:
                    var to = Math.Min(line + random.Next(1, 6), end);
                    var commit = Commit(held with { EndLine = end }, line, to) with { Release = random.Next(10) == 0 };
                    if (random.Next(6) == 0 && to - line > 1)
                    {
                        commit = commit with { Rows = Rows(line + 1, to), SetAside = [new(line, 5000)] };
                    }
                    var outcome = (await PatientlyAsync(() => ledger.Commits.CommitAsync([commit], Lease, None)))[0];
                    if (outcome.Accepted) accepted++;
                    (line, end) = (Math.Min(to, outcome.EndLine), outcome.EndLine);
                    if (!outcome.Accepted || outcome.Ended || outcome.Paused || commit.Release) lease = null;
                    break;
                case < 13:
                    await PatientlyAsync(() => ledger.Chunks.SplitInHalfAsync(1000, None));
                    break;
                case 13 when lease is { } failing:
                    await PatientlyAsync(() => ledger.Chunks.FailAsync(failing, "no", 3, TimeSpan.Zero, None));
                    lease = null;
                    break;
                case 14:
                    await PatientlyAsync(() => ledger.Runners.EndAsync(runner, "dead", "gone", false, None));
                    runner = await NewRunnerAsync(ledger, seed);
                    break;
                case 15:
                    await PatientlyAsync(() => ledger.Steering.CancelAsync(random.Next(1, 7), null, None));
                    break;
                case 16:
                    await PatientlyAsync(() => ledger.Steering.RetryAsync(random.Next(1, 7), None));
                    break;
                case 17 when await PatientlyAsync(() => ledger.Batches.TakeExportAsync(Here, runner, None)) is { } batch:
                    await PatientlyAsync(() => ledger.Batches.CompleteAsync(batch.Id, runner, None));
                    break;
            }
        }
        return accepted;
    }

    static Task<long> NewRunnerAsync(Ledger ledger, int seed) => PatientlyAsync(() => ledger.Runners.RegisterAsync(
        new(RunnerRole.Work, null, Here, seed, "boot", Guid.NewGuid().ToString("N"), "1.0", 1, false), None));

    static Task<T> PatientlyAsync<T>(Func<Task<T>> ask) =>
        new LedgerPatience(TimeProvider.System, 50, _ => { }, () => { }).AskAsync(_ => ask(), None);
}
