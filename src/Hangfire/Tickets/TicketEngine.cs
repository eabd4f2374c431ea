using BatchRunner.Jobs.Working;
using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// Brings tickets through Hangfire: each worker of the process is one Hangfire worker on a thread of its own, so workers
/// come and go one by one as they do with the built-in engine.
/// </summary>
sealed partial class TicketEngine : IEngine
{
    /// <summary>Hangfire's storage may be busy, full or away; the ledger's work does not end with it.</summary>
    static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(1);

    readonly JobStorage _storage;
    readonly TicketServer _server;
    readonly ILogger _logger;
    readonly CancellationTokenSource _abandon = new();

    /// <param name="workers">How many there are at first, for people who look.</param>
    internal TicketEngine(JobStorage storage, int workers, ILoggerFactory loggers)
    {
        HangfireLog.Use(loggers);
        _storage = storage;
        _logger = loggers.CreateLogger<TicketEngine>();
        _server = new(storage, workers);
    }

    public void Run(ChunkWorker worker, CancellationToken leave)
    {
        _server.Changed(+1);
        try
        {
            var hand = new TicketHand(worker, leave);
            var filters = JobFilters.Create();
            var fetching = new Worker(
                Queues.All, new BackgroundJobPerformer(filters, hand, null), new BackgroundJobStateChanger(filters));
            var execution = Guid.NewGuid();
            while (!leave.IsCancellationRequested) Fetch(fetching, hand, execution, leave);
        }
        finally
        {
            _server.Changed(-1);
        }
    }

    void Fetch(Worker fetching, TicketHand hand, Guid execution, CancellationToken leave)
    {
        try
        {
            // What is to stop is the fetching; a ticket in hand is brought to its end.
            fetching.Execute(new(
                _server.Id(leave), _storage, new Dictionary<string, object>(), execution, leave, _abandon.Token, _abandon.Token));
        }
#pragma warning disable CA1031 // Whatever Hangfire's storage throws, a person is told and the worker goes on.
        catch (Exception e) when (!leave.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogTrouble(e.Message);
            leave.WaitHandle.WaitOne(TroublePause);
        }
        if (hand.Trouble is { } trouble) throw trouble;
    }

    public void Dispose()
    {
        _abandon.Cancel();
        _server.Dispose();
        _abandon.Dispose();
    }

    [LoggerMessage(4101, LogLevel.Warning, "Hangfire brings no tickets: {Reason}")]
    partial void LogTrouble(string reason);
}
