using System.Text;
using BatchRunner.Jobs.Planning.Simulation;
using BatchRunner.Jobs.Tests.Working;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Planning;

/// <summary>The simulated queue and the ledger decide alike, whatever happens to them.</summary>
public sealed class QueueContractTests
{
    const int Steps = 120;
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    static readonly CancellationToken None = CancellationToken.None;
    static readonly byte[] Method = "trial"u8.ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_claim_a_commit_a_split_and_a_set_aside_do_the_same_in_the_ledger_and_in_the_simulation(int seed)
    {
        var random = new Random(seed);
        using var loaded = await LoadedLedger.CreateAsync();
        var (runner, liveness) = await loaded.JoinAsync();
        using var held = liveness;
        var queue = new SimulatedQueue();
        await LoadAsync(loaded, runner, queue, random);
        List<(ChunkLease Lease, SimulatedChunk Chunk)> work = [];
        var splits = 0;

        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    var lease = await loaded.Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None);
                    var chunk = queue.Claim(step);
                    Assert.Equal(lease?.ChunkId, chunk?.Id);
                    if (lease is not null) work.Add((lease, chunk!));
                    break;
                case 1 or 2 when work.Count > 0:
                    await CommitAsync(loaded.Ledger, queue, work, random, step);
                    break;
                default:
                    if (await SplitAsync(loaded.Ledger, queue, random)) splits++;
                    break;
            }
        }

        var rows = await loaded.Ledger.Chunks.OfBatchAsync(1, 0, 10_000, None);
        Assert.True(splits > 5, $"Seed {seed} split only {splits} times.");
        Assert.Equal(
            (queue.Ready, queue.Running),
            (rows.Count(c => c.State == ChunkState.Ready), rows.Count(c => c.State == ChunkState.Running)));
    }

    // Lines of equal effort in chunks of different size, some of them of the same.
    static async Task LoadAsync(LoadedLedger loaded, long runner, SimulatedQueue queue, Random random)
    {
        List<NewChunk> chunks = [];
        var line = 1L;
        for (var i = 0; i < 12; i++)
        {
            var numbers = 10 * random.Next(1, 5);
            var payload = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("77\n", numbers)));
            chunks.Add(new(line, line + numbers, numbers, numbers * 1000, payload));
            queue.Add(line, line + numbers, numbers * 1000);
            line += numbers;
        }
        await loaded.Ledger.Batches.CreateAsync(
            new("key", "numbers.txt", "here", 1, 0, runner),
            new()
            {
                FromBytes = 0,
                ToBytes = 1,
                PrefixSha256 = "hash",
                Lines = line - 1,
                Blanks = 0,
                Numbers = line - 1,
                RejectCount = 0,
                Chunks = chunks,
                Rejects = [],
                Sha256 = "hash",
            },
            None);
    }

    static async Task CommitAsync(
        Ledger ledger, SimulatedQueue queue, List<(ChunkLease Lease, SimulatedChunk Chunk)> work, Random random,
        int step)
    {
        var index = random.Next(work.Count);
        var (lease, chunk) = work[index];
        var from = chunk.NextLine;
        // A worker that has not heard of a split yet goes on past its end.
        var to = Math.Min(from + random.Next(1, 15), lease.EndLine);
        var aside = random.Next(4) == 0 && to - from > 1 ? from : 0;
        var rows = new ResultRows();
        for (var line = from; line < to; line++)
            if (line != aside) rows.Add(line, "77"u8, "[]"u8, ResultStatus.Factored, [], Method, 1);
        var commit = new ChunkCommit(lease, from, to == lease.EndLine ? long.MaxValue : to, rows)
        {
            EffortDone = 1000 * (to - from),
            SetAside = aside == 0 ? [] : [new(aside, 5000) { Predicted = 1000 }],
        };

        var outcome = Assert.Single(await ledger.Commits.CommitAsync([commit], Lease, None));
        var ended = queue.Commit(chunk, commit.ToLine, commit.EffortDone, step);
        if (aside > 0) queue.SetAside(chunk, aside, 1000, 5000);

        Assert.Equal((true, ended, chunk.EndLine), (outcome.Accepted, outcome.Ended, outcome.EndLine));
        if (ended) work.RemoveAt(index);
    }

    static async Task<bool> SplitAsync(Ledger ledger, SimulatedQueue queue, Random random)
    {
        var least = random.Next(20_000);
        var victim = await ledger.Chunks.FindVictimAsync(least, None);
        var simulated = queue.FindVictim(least);
        Assert.Equal(victim?.ChunkId, simulated?.Id);
        if (victim is null) return false;

        Assert.Equal(
            (simulated!.NextLine, simulated.EndLine, simulated.EffortLeft),
            (victim.NextLine, victim.EndLine, victim.EffortLeft));
        var line = random.NextInt64(victim.NextLine + 1, victim.EndLine);
        var effort = victim.EffortLeft * (victim.EndLine - line) / (victim.EndLine - victim.NextLine);
        Assert.True(await ledger.Chunks.SplitAsync(victim, new(line, victim.EndLine - line, effort), None));
        queue.Split(simulated, line, effort);
        return true;
    }
}
