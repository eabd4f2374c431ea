using System.Globalization;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>retry</c>, <c>cancel</c>, <c>pause</c>, <c>resume</c>: what a person does to a batch.</summary>
static class SteeringCommands
{
    public static Verb CreateRetry() => Create("retry",
        "Opens a finished batch again for its failed chunks and its unfactored or quarantined numbers",
        async (ledger, batch, token) => await ledger.Steering.RetryAsync(batch.Id, token) switch
        {
            0 when batch.State == BatchState.Completed => new(true, "is complete: there is nothing to retry"),
            0 => new(false, $"is {Spoken(batch.State)}: only a batch completed with failures can be retried"),
            1 => new(true, "is open again: 1 chunk is ready"),
            var chunks => new(true,
                string.Create(CultureInfo.InvariantCulture, $"is open again: {chunks} chunks are ready")),
        });

    public static Verb CreateCancel() => Create("cancel",
        "Ends a batch as it stands; rows already there stay, running workers stop within a second",
        async (ledger, batch, token) => await ledger.Steering.CancelAsync(batch.Id, null, token)
            ? new(true, "is cancelled")
            : new(batch.State == BatchState.Cancelled, $"has ended already: it is {Spoken(batch.State)}"));

    public static Verb CreatePause() => Create("pause",
        "Lets no more chunks of a batch be worked until it is resumed",
        async (ledger, batch, token) => await ledger.Steering.PauseAsync(batch.Id, token)
            ? new(true, batch.Paused ? "is paused already" : "is paused")
            : new(false, $"has ended already: it is {Spoken(batch.State)}"));

    public static Verb CreateResume() => Create("resume",
        "Lets a paused batch go on",
        async (ledger, batch, token) => await ledger.Steering.ResumeAsync(batch.Id, token)
            ? new(true, batch.Paused ? "goes on" : "is not paused: nothing changed")
            : new(false, $"has ended already: it is {Spoken(batch.State)}"));

    static Verb Create(
        string name, string description, Func<Ledger, BatchSummary, CancellationToken, Task<Outcome>> steer)
    {
        var argument = BatchArgument.Required();
        return new Verb(name, description, $"batchrunner {name} 17", $"batchrunner {name} july.txt --json")
        {
            Arguments = { argument },
        }.Does(async (parse, token) =>
        {
            var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
            var batch = await ledger.FindAsync(parse.GetRequiredValue(argument), token);
            var outcome = await ExistingLedger.PatientlyAsync(inner => steer(ledger, batch, inner), token);
            if (!outcome.IsDone)
                throw new VerbException(ExitCode.Usage, $"batch {batch.Id} ({batch.Name}) {outcome.What}.");

            if (parse.WantsJson()) JsonText.Write(new { batch.Id, batch.Name, Did = name, outcome.What });
            else CommandLine.Tell($"batch {batch.Id} ({batch.Name}) {outcome.What}.");
            return ExitCode.Success;
        });
    }

    static string Spoken(string state) => state.Replace('_', ' ');

    /// <param name="IsDone">False when the batch is in no state for it.</param>
    /// <param name="What">What is told of the batch.</param>
    readonly record struct Outcome(bool IsDone, string What);
}
