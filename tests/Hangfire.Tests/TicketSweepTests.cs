using BatchRunner.Hangfire.Tickets;

namespace BatchRunner.Hangfire.Tests;

public sealed class TicketSweepTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_chunk_that_waits_gets_one_ticket_however_often_it_is_swept()
    {
        using var scene = await TicketScene.CreateAsync();
        var batch = await scene.LoadAsync(6);
        var sweep = scene.Sweep();

        for (var i = 0; i < 3; i++) await sweep.TurnAsync(None);

        Assert.Equal(await scene.ChunksAsync(batch), scene.Tickets().Select(t => t.ChunkId).Order());
        Assert.All(scene.Tickets(), t => Assert.Equal(batch, t.BatchId));
    }

    [Fact]
    public async Task A_sweep_that_starts_anew_finds_the_tickets_that_are_there()
    {
        using var scene = await TicketScene.CreateAsync();
        await scene.LoadAsync(6);
        await scene.Sweep().TurnAsync(None);

        await scene.Sweep().TurnAsync(None);

        Assert.Equal(6, scene.Tickets().Count);
    }

    [Fact]
    public async Task A_chunk_given_back_gets_another_ticket()
    {
        using var scene = await TicketScene.CreateAsync();
        var batch = await scene.LoadAsync(1);
        var runner = await scene.JoinAsync();
        var sweep = scene.Sweep();
        await sweep.TurnAsync(None);
        var chunk = Assert.Single(scene.Tickets()).ChunkId;
        var lease = await scene.Ledger.Chunks.ClaimOneAsync(runner, 0, TicketScene.Lease, batch, chunk, None);
        await sweep.TurnAsync(None);
        Assert.Single(scene.Tickets());

        await scene.Ledger.Chunks.ReleaseAsync(chunk, runner, lease!.Attempt, None);
        await sweep.TurnAsync(None);

        Assert.Equal([chunk, chunk], scene.Tickets().Select(t => t.ChunkId));
    }

    [Fact]
    public async Task A_ticket_that_came_in_vain_is_written_again()
    {
        using var scene = await TicketScene.CreateAsync();
        await scene.LoadAsync(1);
        var sweep = scene.Sweep();
        await sweep.TurnAsync(None);
        using (var connection = scene.Storage.GetConnection())
        using (var fetched = connection.FetchNextJob(Queues.All, None)) fetched.RemoveFromQueue();
        Assert.Empty(scene.Tickets());

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (scene.Tickets().Count == 0)
        {
            await sweep.TurnAsync(None);
            await timer.WaitForNextTickAsync(limit.Token);
        }

        Assert.Single(scene.Tickets());
    }

    [Fact]
    public async Task Only_the_front_of_a_long_queue_has_tickets()
    {
        using var scene = await TicketScene.CreateAsync();
        await scene.LoadAsync(500);

        await scene.Sweep().TurnAsync(None);

        Assert.InRange(scene.Tickets().Count, 4, 50);
    }

    [Fact]
    public async Task Priorities_have_queues_of_their_own_and_the_high_one_is_served_first()
    {
        using var scene = await TicketScene.CreateAsync();
        var low = await scene.LoadAsync(1);
        var normal = await scene.LoadAsync(1);
        var sweep = scene.Sweep();
        await scene.Ledger.Steering.SetPriorityAsync(low, -1, None);
        await sweep.TurnAsync(None);
        var high = await scene.LoadAsync(1);
        await scene.Ledger.Steering.SetPriorityAsync(high, 1, None);
        await sweep.TurnAsync(None);

        List<long> order = [];
        using (var connection = scene.Storage.GetConnection())
        {
            for (var i = 0; i < 3; i++)
            {
                using var fetched = connection.FetchNextJob(Queues.All, None);
                order.Add(TicketList.Read(fetched.JobId, connection.GetJobData(fetched.JobId).Job, "")!.BatchId);
                fetched.RemoveFromQueue();
            }
        }

        Assert.Equal([high, normal, low], order);
    }

    [Fact]
    public async Task A_process_that_is_not_the_chief_writes_nothing()
    {
        using var scene = await TicketScene.CreateAsync();
        await scene.LoadAsync(3);
        var other = await scene.JoinAsync();

        await scene.Sweep(other).TurnAsync(None);

        Assert.Empty(scene.Tickets());
        await scene.Ledger.Runners.EndAsync(scene.ChiefId, "stopped", "it left", blame: false, None);
        await scene.Sweep(other).TurnAsync(None);
        Assert.Equal(3, scene.Tickets().Count);
    }
}
