using BatchRunner.Jobs.Working;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Jobs.Tests.Working;

public sealed class ChunkClaimsTests
{
    static readonly string[] SixLong = [.. Enumerable.Repeat(new string('7', 70), 6)];

    [Fact]
    public async Task A_workers_own_finished_chunk_is_never_split()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var batch = await loaded.LoadAsync(SixLong, 12e6);
        var (runner, liveness) = await loaded.JoinAsync();
        using var held = liveness;
        var lease = await loaded.Ledger.Chunks.ClaimAsync(
            runner, 0, false, LoadedLedger.Options.Lease, CancellationToken.None);
        using var claims = Claims(loaded, runner);
        using var stop = new CancellationTokenSource();
        var rounds = 0;

        // All is computed, and the last commit is answered only now: until then the chunk looks like work to be shared.
        void Settle()
        {
            if (++rounds == 2) stop.Cancel();
            if (rounds > 1) return;

            loaded.Ledger.Commits.CommitAsync(
                [new(lease!, 1, long.MaxValue, new())], LoadedLedger.Options.Lease, CancellationToken.None)
                .GetAwaiter().GetResult();
        }

        Assert.ThrowsAny<OperationCanceledException>(() => claims.Next(0, Settle, stop.Token));
        Assert.Single(await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task An_idle_worker_gets_the_tail_of_what_another_has_in_hand()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        await loaded.LoadAsync(SixLong, 12e6);
        var (runner, liveness) = await loaded.JoinAsync();
        using var held = liveness;
        await loaded.Ledger.Chunks.ClaimAsync(runner, 0, false, LoadedLedger.Options.Lease, CancellationToken.None);
        using var claims = Claims(loaded, runner);

        var tail = claims.Next(1, () => { }, CancellationToken.None)!;

        Assert.Equal((4, 7, 3), (tail.NextLine, tail.EndLine, tail.Numbers));
        Assert.Equal(6e6, tail.Effort, 1);
    }

    static ChunkClaims Claims(LoadedLedger loaded, long runner) => new(
        loaded.Ledger, runner, LoadedLedger.Options, TimeProvider.System, NullLogger<ChunkClaims>.Instance);
}
