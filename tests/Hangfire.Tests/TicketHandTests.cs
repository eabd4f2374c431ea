using BatchRunner.Hangfire.Tickets;
using BatchRunner.Storage;

namespace BatchRunner.Hangfire.Tests;

public sealed class TicketHandTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_ticket_brings_its_worker_to_what_comes_first_and_says_so()
    {
        using var scene = await TicketScene.CreateAsync();
        var normal = await scene.LoadAsync(1);
        await scene.Sweep().TurnAsync(None);
        var ticket = Assert.Single(scene.Tickets());
        var high = await scene.LoadAsync(1);
        await scene.Ledger.Steering.SetPriorityAsync(high, 1, None);
        using var liveness = scene.Ledger.Liveness.Hold();

        await using (await scene.StartWorkerAsync(liveness)) await DoneAsync(scene, high);

        Assert.Equal(0, (await scene.Ledger.Summaries.FindAsync(normal, None))!.Done);
        using var connection = scene.Storage.GetConnection();
        Assert.Equal(
            new OtherChunk(high, Assert.Single(await scene.ChunksAsync(high))),
            OtherChunk.Read(connection.GetJobParameter(ticket.JobId, OtherChunk.Parameter)));
    }

    [Fact]
    public async Task A_ticket_brings_its_worker_to_the_chunk_it_names_when_all_are_equal()
    {
        const int Chunks = 6;
        using var scene = await TicketScene.CreateAsync();
        var batch = await scene.LoadAsync(Chunks);
        await scene.Sweep().TurnAsync(None);
        var tickets = scene.Tickets();
        using var liveness = scene.Ledger.Liveness.Hold();

        await using (await scene.StartWorkerAsync(liveness)) await DoneAsync(scene, batch);

        using var connection = scene.Storage.GetConnection();
        Assert.Equal(Chunks, tickets.Count);
        Assert.All(tickets, t => Assert.Null(connection.GetJobParameter(t.JobId, OtherChunk.Parameter)));
    }

    static async Task DoneAsync(TicketScene scene, long batch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await scene.Ledger.Summaries.FindAsync(batch, None))!.State != BatchState.Exporting)
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
