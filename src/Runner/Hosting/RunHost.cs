using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary><c>run</c>: files in, answers out, with runner processes of its own for as long as it takes.</summary>
static class RunHost
{
    internal static async Task<int> RunAsync(
        EffectiveSettings settings, Verbosity verbosity, IEdition edition, IReadOnlyList<string> files, bool json,
        CancellationToken token)
    {
        foreach (var missing in files.Where(f => f != "-" && !File.Exists(f)))
            throw new VerbException(ExitCode.NotFound, $"There is no file {missing}.");

        // A person watches a bar here: what this process and its runners say line by line would tear it.
        var notices = verbosity == Verbosity.Normal ? new RunNotices() : null;
        await using var premises = await Premises.OpenAsync(
            settings, RunnerRole.Run, edition, watchInbox: false, verbosity, notices, token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, premises.Stopping);
        var desk = new SubmissionDesk(premises.Ledger, premises.Submission);

        List<long> ids = [];
        foreach (var file in files) ids.Add(await desk.TakeAsync(file, null, 0, again: false, stop.Token));
        var batches = await ShowAsync(
            premises.Ledger, settings.ToEta(premises.Ledger), ids, notices, stop.Token);

        if (json) JsonText.Write(batches);
        else RunSummary.Write(batches, settings);
        return BatchWait.ExitCodeOf(batches);
    }

    static async Task<IReadOnlyList<BatchSummary>> ShowAsync(
        Ledger ledger, EtaBoard eta, IReadOnlyList<long> ids, RunNotices? notices, CancellationToken token)
    {
        try
        {
            return await RunProgress.ShowAsync(ledger, eta, ids, notices, token);
        }
        catch (OperationCanceledException)
        {
            CommandLine.Tell("interrupted; what is computed is kept, and the same command goes on from there.");
            throw;
        }
    }
}
