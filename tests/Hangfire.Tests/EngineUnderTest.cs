using BatchRunner.Hangfire.Queue;
using BatchRunner.Hangfire.Tickets;
using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Jobs.Tests.Working;

/// <summary>This edition's engine with its sweep, in the place of the built-in one: see the file it stands for.</summary>
sealed class EngineUnderTest : IEngine
{
    static readonly TimeSpan SweepTurn = TimeSpan.FromMilliseconds(100);

    readonly TicketStorage _storage;
    readonly TicketEngine _engine;
    readonly CancellationTokenSource _ending = new();
    readonly Task _sweeping;

    EngineUnderTest(Ledger ledger, string folder, WorkOptions options)
    {
        StoredForm.Use();
        _storage = TicketStorage.Open(Path.Combine(folder, "hangfire.db"), options.Lease, TimeProvider.System);
        _engine = new(_storage, 1, NullLoggerFactory.Instance);
        _sweeping = SweepAsync(ledger, options);
    }

    internal static IEngine Create(Ledger ledger, string folder, WorkOptions options) =>
        new EngineUnderTest(ledger, folder, options);

    public void Run(ChunkWorker worker, CancellationToken leave) => _engine.Run(worker, leave);

    async Task SweepAsync(Ledger ledger, WorkOptions options)
    {
        // In these tests nobody is buried, so the oldest stays.
        var oldest = (await ledger.Runners.AliveAsync(_ending.Token)).Min(r => r.Id);
        var sweep = new TicketSweep(
            ledger, new(ledger, oldest), _storage, options, TimeProvider.System, NullLogger<TicketSweep>.Instance);
        using var timer = new PeriodicTimer(SweepTurn);
        do
        {
            await sweep.TurnAsync(_ending.Token);
        }
        while (await timer.WaitForNextTickAsync(_ending.Token));
    }

    public void Dispose()
    {
        _ending.Cancel();
        _engine.Dispose();
        try
        {
            _sweeping.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // That was its end.
        }
        _storage.Dispose();
        _ending.Dispose();
    }
}
