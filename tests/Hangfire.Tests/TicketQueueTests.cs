using BatchRunner.Hangfire.Tickets;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace BatchRunner.Hangfire.Tests;

public sealed class TicketQueueTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Eight_who_fetch_from_one_file_never_get_the_same_ticket()
    {
        const int tickets = 200;
        using var scene = await TicketScene.CreateAsync();
        Write(scene.Storage, tickets);

        var fetched = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var storage = scene.OpenStorage();
            using var connection = storage.GetConnection();
            List<string> mine = [];
            while (storage.GetMonitoringApi().EnqueuedCount(Queues.Normal) > 0)
            {
                if (TryFetch(connection) is not { } ticket) continue;

                mine.Add(ticket.JobId);
                ticket.RemoveFromQueue();
                ticket.Dispose();
            }
            return mine;
        })));

        Assert.Equal(tickets, fetched.Sum(f => f.Count));
        Assert.Equal(tickets, fetched.SelectMany(f => f).Distinct().Count());
    }

    [Fact]
    public async Task A_ticket_in_hand_is_nobody_elses_and_given_back_it_is()
    {
        using var scene = await TicketScene.CreateAsync();
        Write(scene.Storage, 1);
        using var mine = scene.Storage.GetConnection();
        using var theirs = scene.Storage.GetConnection();

        var first = Fetch(mine);
        Assert.Null(TryFetch(theirs));
        first.Dispose();
        using var second = Fetch(theirs);

        Assert.Equal(first.JobId, second.JobId);
    }

    [Fact]
    public async Task Whoever_lost_a_ticket_removes_nothing()
    {
        using var scene = await TicketScene.CreateAsync();
        Write(scene.Storage, 1);
        // Nothing renews a lease of no time: it has expired when the next one looks.
        using var hasty = scene.OpenStorage(TimeSpan.FromMilliseconds(-1));
        using var mine = hasty.GetConnection();
        using var theirs = hasty.GetConnection();

        var lost = Fetch(mine);
        using var taken = Fetch(theirs);
        lost.RemoveFromQueue();

        Assert.Equal(lost.JobId, taken.JobId);
        Assert.Equal(1, scene.Storage.GetMonitoringApi().FetchedCount(Queues.Normal));
    }

    [Fact]
    public void What_is_stored_of_a_ticket_never_changes()
    {
        StoredForm.Use();
        var stored = InvocationData.SerializeJob(Job.FromExpression<IChunkTicket>(t => t.Work(3, 17)));

        Assert.Equal("BatchRunner.Hangfire.Tickets.IChunkTicket, BatchRunner.Hangfire", stored.Type);
        Assert.Equal("Work", stored.Method);
        Assert.Equal("""["3","17"]""", stored.Arguments);
        Assert.Equal(["System.Int64", "System.Int64"],
            SerializationHelper.Deserialize<string[]>(stored.ParameterTypes).Select(t => t.Split(',')[0]));
    }

    static void Write(JobStorage storage, int tickets)
    {
        var client = new BackgroundJobClient(storage, JobFilters.Create());
        for (var i = 0; i < tickets; i++)
        {
            var chunk = i;
            client.Create(Job.FromExpression<IChunkTicket>(t => t.Work(1, chunk)), new EnqueuedState(Queues.Normal));
        }
    }

    static IFetchedJob Fetch(IStorageConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return connection.FetchNextJob(Queues.All, patience.Token);
    }

    /// <summary>Null when none comes within a look or two.</summary>
    static IFetchedJob? TryFetch(IStorageConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        try
        {
            return connection.FetchNextJob(Queues.All, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
