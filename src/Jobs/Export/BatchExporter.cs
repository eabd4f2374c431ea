using BatchRunner.Jobs.Intake;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Export;

/// <summary>
/// Writes what stands beside the finished input: a leased step of the machine that holds the file, repeatable from its
/// beginning, for every file appears complete or not at all. Only then the batch is finished, and only then its input
/// moves.
/// </summary>
public sealed partial class BatchExporter(
    IntakeSite site, FileMoves moves, LedgerPatience patience, ILogger<BatchExporter> logger)
{
    string? _trouble;

    /// <summary>Exports every batch of this machine that waits for it, until one cannot be written.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        while (await ExportNextAsync(token) == ExportOutcome.Exported)
        {
        }
    }

    /// <summary>Exports the oldest batch of this machine that waits for it.</summary>
    /// <exception cref="LedgerException">The ledger cannot be used and patience is at its end.</exception>
    public async Task<ExportOutcome> ExportNextAsync(CancellationToken token)
    {
        if (await TakeAsync(token) is not { } batch) return ExportOutcome.Nothing;

        Failpoint.Reach(Failpoint.ExportTaken);
        try
        {
            await WriteFilesAsync(batch, token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_trouble != e.Message) LogPostponed(batch.Id, e.Message);
            _trouble = e.Message;
            await site.Ledger.Batches.ReleaseExportAsync(batch.Id, site.RunnerId, e.Message, token);
            return ExportOutcome.Postponed;
        }
        _trouble = null;
        await CompleteAsync(batch, token);
        return ExportOutcome.Exported;
    }

    // Looking costs no write lock, taking does. Ours already: our own export ended with an error of the ledger.
    async Task<BatchRow?> TakeAsync(CancellationToken token)
    {
        var next = await site.Ledger.Batches.NextExportAsync(site.Host, site.RunnerId, token);
        return next is { ExporterId: null }
            ? await site.Ledger.Batches.TakeExportAsync(site.Host, site.RunnerId, token)
            : next;
    }

    async Task WriteFilesAsync(BatchRow batch, CancellationToken token)
    {
        Directory.CreateDirectory(site.Folders.Done);
        var hidden = $".export-{batch.Id}-";
        foreach (var leftover in Directory.EnumerateFiles(site.Folders.Done, hidden + "*")) File.Delete(leftover);

        var factors = Path.Combine(site.Folders.Done, FileNames.Factors(batch.Name, batch.Id));
        await using (var file = new DurableFile(factors, $"{hidden}{site.RunnerId}.factors.tmp"))
        {
            await new FactorsFile(site.Ledger.Results, batch, file.Stream).WriteAsync(token);
            file.Keep();
        }
        if (batch.Rejects == 0) return;

        var rejects = Path.Combine(site.Folders.Done, FileNames.Rejects(batch.Name, batch.Id));
        await using (var file = new DurableFile(rejects, $"{hidden}{site.RunnerId}.rejects.tmp"))
        {
            await new RejectsFile(site.Ledger.Rejects, batch.Id).WriteAsync(file.Stream, token);
            file.Keep();
        }
    }

    async Task CompleteAsync(BatchRow batch, CancellationToken token)
    {
        await patience.AskAsync(
            _ => site.Ledger.Batches.CompleteAsync(batch.Id, site.RunnerId, token), token);
        Failpoint.Reach(Failpoint.ExportCompleted);

        // Whether our commit, an earlier one answered with an error, or a cancel ended the batch: its row says how. Not
        // called off: whoever waited for the end, as `run` does, stops this program as soon as it sees it.
        var ended = await site.Ledger.Batches.FindAsync(batch.Id, CancellationToken.None);
        if (ended is null || !BatchState.IsFinal(ended.State)) return;

        await moves.SettleAsync(ended, CancellationToken.None);
        LogFinished(ended.Id, ended.Name, ended.State, ended.Numbers, ended.Unfactored, ended.Quarantined, ended.Rejects);
    }

    [LoggerMessage(1130, LogLevel.Information,
        "Batch {BatchId}: {Name} is {State}: {Numbers} numbers, {Unfactored} unfactored, {Quarantined} quarantined, "
        + "{Rejects} rejects")]
    partial void LogFinished(
        long batchId, string name, string state, long numbers, long unfactored, long quarantined, long rejects);

    [LoggerMessage(1131, LogLevel.Warning, "Batch {BatchId}: its files cannot be written now: {Trouble}")]
    partial void LogPostponed(long batchId, string trouble);
}
