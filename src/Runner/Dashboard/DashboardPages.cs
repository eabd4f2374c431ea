using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The pages as text, for a guest that shows them within its own frame. They offer no action there.</summary>
public sealed class DashboardPages
{
    const int MostEvents = 1_000;

    readonly Ledger _ledger;
    readonly LedgerViews _views;
    readonly BatchDetails _details;
    readonly PageRenderer _renderer;
    readonly DashboardSetup _setup;
    readonly TimeProvider _time;
    readonly SharedRead<DashboardFigures> _figures;
    long? _lastEvent;
    long _rescues;

    internal DashboardPages(
        Ledger ledger, LedgerViews views, BatchDetails details, PageRenderer renderer, DashboardSetup setup,
        TimeProvider time)
    {
        _ledger = ledger;
        _views = views;
        _details = details;
        _renderer = renderer;
        _setup = setup;
        _time = time;
        _figures = new(time, ReadFiguresAsync);
    }

    /// <summary>The stylesheet the pages are made for.</summary>
    public static string Stylesheet => DashboardAssets.Text("dashboard.css");

    /// <summary>All batches.</summary>
    /// <param name="root">What stands before the paths of its links.</param>
    /// <param name="before">Only batches older than this one; null for the newest.</param>
    public async Task<string> BatchesAsync(string root, long? before, CancellationToken token) =>
        await _renderer.RenderAsync<OverviewPage>(Frame(root), new()
        {
            [nameof(OverviewPage.View)] = await _views.OverviewAsync(before, token),
        });

    /// <summary>One batch; null when there is none of this id.</summary>
    /// <param name="root">What stands before the paths of its links.</param>
    public async Task<string?> BatchAsync(long id, string root, CancellationToken token) =>
        await _details.ReadAsync(id, token) is { } view
            ? await _renderer.RenderAsync<BatchPage>(Frame(root), new() { [nameof(BatchPage.View)] = view })
            : null;

    /// <summary>The figures of the moment, read about once a second however many ask.</summary>
    public Task<DashboardFigures> FiguresAsync(CancellationToken token) => _figures.GetAsync(token);

    async Task<DashboardFigures> ReadFiguresAsync()
    {
        var view = await _views.OverviewAsync(null, CancellationToken.None);
        _lastEvent ??= await _ledger.History.LatestIdAsync(CancellationToken.None);
        foreach (var told in await _ledger.History.AfterAsync(_lastEvent.Value, MostEvents, CancellationToken.None))
        {
            _lastEvent = told.Id;
            if (told.Event == HistoryEvent.Rescued) _rescues++;
        }
        return new(view.LiveCount, view.Throughput.Now, view.RejectsToday, _rescues);
    }

    Frame Frame(string root) => new()
    {
        Root = root,
        Now = _time.GetUtcNow(),
        IsFragment = true,
        ReadOnly = true,
        Inbox = _setup.Inbox,
    };
}
