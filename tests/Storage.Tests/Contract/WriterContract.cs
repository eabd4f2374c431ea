using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Storage.Tests.Contract;

public abstract class WriterContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task Many_workers_share_the_writer_and_each_hears_its_own_answer()
    {
        var batch = await LoadAsync([.. Enumerable.Repeat(5, 20)]);
        var runner = await JoinAsync();
        List<ChunkLease> leases = [];
        for (var i = 0; i < 20; i++) leases.Add(await ClaimAsync(runner));
        await using var writer = NewWriter();

        var answers = await Task.WhenAll(leases.Select((lease, i) => writer.CommitAsync(
            Commit(i % 4 == 0 ? lease with { Attempt = 9 } : lease, lease.NextLine, lease.EndLine), None)));

        Assert.Equal(leases.Select((_, i) => i % 4 != 0), answers.Select(a => a.Accepted));
        Assert.Equal(75, (await BatchAsync(batch)).Done);
    }

    [Fact]
    public async Task A_mistake_in_one_commit_does_not_cost_its_neighbours_theirs()
    {
        await LoadAsync(10, 8, 6);
        var runner = await JoinAsync();
        List<ChunkLease> leases = [];
        for (var i = 0; i < 3; i++) leases.Add(await ClaimAsync(runner));
        await SendAsync(Commit(leases[1], leases[1].NextLine, leases[1].NextLine + 2));
        // Its first rows are in the ledger already.
        var mistaken = new ChunkCommit(
            leases[1], leases[1].NextLine + 2, leases[1].NextLine + 4,
            Rows(leases[1].NextLine, leases[1].NextLine + 4));
        await using var writer = NewWriter();

        for (var round = 0; round < 5; round++)
        {
            var (from, to) = (round, round + 1);
            var first = writer.CommitAsync(Commit(leases[0], leases[0].NextLine + from, leases[0].NextLine + to), None);
            var second = writer.CommitAsync(mistaken, None);
            var third = writer.CommitAsync(Commit(leases[2], leases[2].NextLine + from, leases[2].NextLine + to), None);

            Assert.True((await first).Accepted);
            Assert.True((await third).Accepted);
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => second);
        }
    }

    [Fact]
    public async Task A_stopped_writer_says_so_to_whoever_comes_late()
    {
        await LoadAsync(10);
        var lease = await ClaimAsync(await JoinAsync());
        var writer = NewWriter();
        await writer.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.CommitAsync(Commit(lease, 1, 5), None));
    }

    CommitWriter NewWriter() => new(Ledger.Commits, Lease, TimeProvider.System, NullLogger<CommitWriter>.Instance);
}
