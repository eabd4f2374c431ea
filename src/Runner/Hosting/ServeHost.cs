using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary><c>serve</c>: inbox, runner processes and dashboard until somebody says stop.</summary>
static class ServeHost
{
    internal static async Task<int> RunAsync(
        EffectiveSettings settings, Verbosity verbosity, IEdition edition, bool demo, CancellationToken token)
    {
        await using var premises = await Premises.OpenAsync(
            settings, RunnerRole.Serve, edition, watchInbox: true, verbosity, notices: null, token);
        await using var dashboard = await StartDashboardAsync(premises, edition, token);
        if (verbosity != Verbosity.Quiet)
        {
            CommandLine.Tell($"Dashboard: {dashboard.Url}");
            CommandLine.Tell($"Drop number files into {settings.InboxFolder}. Ctrl-C stops.");
        }
        if (demo) DemoFile.Drop(settings.ToFolders());

        var stopped = new TaskCompletionSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, premises.Stopping);
        await using (stop.Token.Register(stopped.SetResult)) await stopped.Task;

        token.ThrowIfCancellationRequested();
        return ExitCode.LedgerUnavailable;
    }

    static async Task<DashboardHost> StartDashboardAsync(
        Premises premises, IEdition edition, CancellationToken token)
    {
        var settings = premises.Settings;
        var setup = new DashboardSetup
        {
            Url = settings.Options.Dashboard.Url,
            ReadOnly = settings.Options.Dashboard.ReadOnly,
            AccessToken = settings.Options.Dashboard.AccessToken,
            DataFolder = settings.DataFolder,
            Inbox = settings.InboxFolder,
            Budget = settings.Budget(),
            Lease = settings.Lease(),
            Submission = premises.Submission,
            Settings = settings.All,
            OtlpEndpoint = settings.Options.Dashboard.OtlpEndpoint,
            Guest = edition.CreatePages(premises.Site),
        };
        try
        {
            return await DashboardHost.StartAsync(premises.Ledger, TimeProvider.System, setup, premises.Loggers, token);
        }
        catch (DashboardException e)
        {
            throw new VerbException(ExitCode.Usage, e.Message);
        }
    }
}
