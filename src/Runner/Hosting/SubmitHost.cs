using System.Globalization;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using BatchRunner.Jobs.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace BatchRunner.Runner.Hosting;

/// <summary><c>submit</c>: files into the ledger; others work them.</summary>
static class SubmitHost
{
    internal static async Task<int> RunAsync(
        EffectiveSettings settings, Verbosity verbosity, SubmitRequest request, CancellationToken token)
    {
        var ledger = await LedgerAccess.OpenAsync(settings, token);
        await using var me = await Participant.JoinAsync(ledger, RunnerRole.Submit, 0, token);
        var builder = HostFactory.Create(verbosity == Verbosity.Normal ? Verbosity.Quiet : verbosity);
        builder.Services.AddIntake(settings.ToSite(ledger, me), LedgerPatience.AtTheTerminal);
        using var host = builder.Build();
        var desk = new SubmissionDesk(ledger, host.Services.GetRequiredService<FileSubmission>());

        List<long> ids = [];
        foreach (var path in request.Files)
        {
            var id = await desk.TakeAsync(path, request.Name, request.Priority, request.Again, token);
            ids.Add(id);
            if (request.Json) continue;
            await Screen.Output.WriteLineAsync(id.ToString(CultureInfo.InvariantCulture));
            await Screen.Output.FlushAsync(token);
        }

        var batches = request.Wait
            ? await BatchWait.ForAsync(ledger, ids, _ => { }, null, token)
            : [.. (await Task.WhenAll(ids.Select(id => ledger.Summaries.FindAsync(id, token)))).OfType<BatchSummary>()];
        if (request.Json) JsonText.Write(batches);
        return request.Wait ? BatchWait.ExitCodeOf(batches) : ExitCode.Success;
    }
}
