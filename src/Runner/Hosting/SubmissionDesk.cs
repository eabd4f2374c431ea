using System.Globalization;
using BatchRunner.Jobs.Intake;
using BatchRunner.Runner.Commands;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>Takes the files a person named on the command line into the ledger.</summary>
sealed class SubmissionDesk(Ledger ledger, FileSubmission submission)
{
    const string StandardInput = "-";

    /// <returns>The batch that holds the file's numbers: a new one, or an earlier one of the same bytes.</returns>
    /// <exception cref="VerbException">The file cannot be read.</exception>
    internal async Task<long> TakeAsync(string path, string? name, int priority, bool again, CancellationToken token)
    {
        var outcome = path == StandardInput
            ? await TakeInputAsync(name, priority, again, token)
            : await submission.SubmitFileAsync(path, name, priority, again, token);
        switch (outcome)
        {
            case LoadOutcome.Loaded loaded:
                return loaded.BatchId;
            case LoadOutcome.Duplicate duplicate:
                await TellDuplicateAsync(path, duplicate.BatchId, token);
                return duplicate.BatchId;
            case LoadOutcome.Unreadable unreadable:
                throw new VerbException(ExitCode.Usage, unreadable.Reason);
            default:
                throw new VerbException(ExitCode.Incomplete, $"{path}: its batch was cancelled while it was being read.");
        }
    }

    async Task<LoadOutcome> TakeInputAsync(string? name, int priority, bool again, CancellationToken token)
    {
        await using var input = Console.OpenStandardInput();
        return await submission.SubmitStreamAsync(input, name ?? "stdin.txt", priority, again, token);
    }

    async Task TellDuplicateAsync(string path, long batchId, CancellationToken token)
    {
        var batch = await ledger.Batches.FindAsync(batchId, token);
        var state = batch is null ? "" : $" ({batch.Name}, {batch.State})";
        CommandLine.Tell(string.Create(CultureInfo.InvariantCulture,
            $"{path} holds the same bytes as batch {batchId}{state} and is not run again; 'submit --again' forces it."));
    }
}
