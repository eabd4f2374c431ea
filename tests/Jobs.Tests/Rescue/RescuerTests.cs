using BatchRunner.Jobs.Rescue;
using BatchRunner.Jobs.Tests.Intake;
using BatchRunner.Jobs.Tests.Working;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchRunner.Jobs.Tests.Rescue;

public sealed class RescuerTests
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.5);

    readonly ManualClock _clock = new();
    readonly List<long> _stopped = [];

    [Fact]
    public async Task A_runner_that_died_with_its_parent_lays_no_suspicion_on_its_chunk()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (parent, parentsLife) = await JoinAsync(loaded, RunnerRole.Serve, null);
        var (child, childsLife) = await JoinAsync(loaded, RunnerRole.Work, parent);
        var batch = await loaded.LoadAsync(["15", "21"]);
        await ClaimAsync(loaded, child);
        parentsLife.Dispose();
        childsLife.Dispose();

        await Rescuer(loaded).TurnAsync(CancellationToken.None);

        var chunk = (await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 1, CancellationToken.None)).Single();
        Assert.Equal(("ready", 1, 0), (chunk.State, chunk.Rescues, chunk.Crashes));
    }

    [Fact]
    public async Task A_runner_nobody_watched_may_have_died_of_its_chunk()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (runner, life) = await JoinAsync(loaded, RunnerRole.Work, null);
        var batch = await loaded.LoadAsync(["15", "21"]);
        await ClaimAsync(loaded, runner);
        life.Dispose();

        await Rescuer(loaded).TurnAsync(CancellationToken.None);

        var chunk = (await loaded.Ledger.Chunks.OfBatchAsync(batch, 0, 1, CancellationToken.None)).Single();
        Assert.Equal(("ready", 1, 1), (chunk.State, chunk.Rescues, chunk.Crashes));
    }

    [Fact]
    public async Task A_runner_whose_beats_stand_still_for_a_lease_is_stopped_even_if_it_holds_no_chunk()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (runner, life) = await JoinAsync(loaded, RunnerRole.Work, null);
        using var _ = life;
        var rescuer = Rescuer(loaded);

        await TurnForAsync(rescuer, Lease, () => { });
        Assert.Empty(_stopped);
        await TurnForAsync(rescuer, 2 * Turn, () => { });

        Assert.Contains(runner, _stopped);
    }

    [Fact]
    public async Task A_runner_that_beats_is_left_alone()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (_, life) = await JoinAsync(loaded, RunnerRole.Work, null);
        using var __ = life;
        var beat = 0;

        await TurnForAsync(Rescuer(loaded), 3 * Lease, () => life.Beat([++beat]));

        Assert.Empty(_stopped);
    }

    [Fact]
    public async Task An_observer_that_was_stopped_itself_accuses_nobody()
    {
        using var loaded = await LoadedLedger.CreateAsync();
        var (runner, life) = await JoinAsync(loaded, RunnerRole.Work, null);
        using var _ = life;
        await loaded.LoadAsync(["15", "21"]);
        await ClaimAsync(loaded, runner);
        var rescuer = Rescuer(loaded);
        await TurnForAsync(rescuer, 4 * Turn, () => { });

        _clock.Advance(4 * Lease.TotalSeconds);
        await rescuer.TurnAsync(CancellationToken.None);

        Assert.Empty(_stopped);
    }

    async Task TurnForAsync(Rescuer rescuer, TimeSpan time, Action between)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Turn)
        {
            await rescuer.TurnAsync(CancellationToken.None);
            between();
            _clock.Advance(Turn.TotalSeconds);
        }
    }

    Rescuer Rescuer(LoadedLedger loaded) => new(
        loaded.Ledger, 0, "here", Lease,
        runner =>
        {
            _stopped.Add(runner.Id);
            return new("stopped by the test", Blame: false);
        },
        _clock, NullLogger<Rescuer>.Instance);

    static async Task<(long Id, HeldLiveness Life)> JoinAsync(LoadedLedger loaded, string role, long? parent)
    {
        var life = loaded.Ledger.Liveness.Hold();
        life.Beat([0]);
        var id = await loaded.Ledger.Runners.RegisterAsync(
            new(role, parent, "here", Environment.ProcessId, "now", life.Name, "1", role == RunnerRole.Work ? 1 : 0, false),
            CancellationToken.None);
        return (id, life);
    }

    static async Task ClaimAsync(LoadedLedger loaded, long runner) =>
        Assert.NotNull(await loaded.Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, CancellationToken.None));
}
