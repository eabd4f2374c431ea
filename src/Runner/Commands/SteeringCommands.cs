using System.CommandLine;
using System.Globalization;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>retry</c>, <c>cancel</c>, <c>pause</c>, <c>resume</c>, <c>priority</c>: what a person does to a batch.</summary>
static class SteeringCommands
{
    const double MostBudgetSeconds = 31_536_000;

    public static Verb CreateRetry()
    {
        var budget = new Option<double?>("--budget")
        {
            Description = "CPU seconds each of them may take this time, 0 = no limit; without it as the settings say",
            HelpName = "SECONDS",
        };
        budget.Validators.Add(result =>
        {
            if (result.Tokens is [var typed] && result.GetValueOrDefault<double?>() is not (>= 0 and <= MostBudgetSeconds))
                result.AddError($"--budget {typed.Value}: it must be between 0 and {MostBudgetSeconds:F0} seconds.");
        });
        Option<bool> failed = new("--failed") { Description = "Only failed chunks" };
        Option<bool> unfactored = new("--unfactored") { Description = "Only numbers that took their whole budget" };
        Option<bool> quarantined = new("--quarantined") { Description = "Only numbers that crashed their workers" };
        var verb = Create("retry",
            "Opens a finished batch again for its failed chunks and its unfactored or quarantined numbers",
            "batchrunner retry 17 --unfactored --budget 3600",
            async (ledger, batch, parse, token) =>
                Retried(batch, await ledger.Steering.RetryAsync(batch.Id, Choice(parse), token)),
            "The choices may be combined. Started runners take the new budget from the ledger.");
        foreach (var option in (Option[])[budget, failed, unfactored, quarantined]) verb.Options.Add(option);
        return verb;

        RetryChoice Choice(ParseResult parse)
        {
            var all = !parse.GetValue(failed) && !parse.GetValue(unfactored) && !parse.GetValue(quarantined);
            return new()
            {
                Failed = all || parse.GetValue(failed),
                Unfactored = all || parse.GetValue(unfactored),
                Quarantined = all || parse.GetValue(quarantined),
                BudgetSeconds = parse.GetValue(budget),
            };
        }
    }

    static Outcome Retried(BatchSummary batch, long chunks) => (chunks, batch.State) switch
    {
        (0, BatchState.Completed) => new(true, "is complete: there is nothing to retry"),
        (0, BatchState.CompletedWithFailures) => new(true, string.Create(CultureInfo.InvariantCulture,
            $"has nothing of what was chosen: it has {batch.FailedChunks} failed chunks, {batch.Unfactored} unfactored and {batch.Quarantined} quarantined numbers")),
        (0, _) => new(false, $"is {Spoken(batch.State)}: only a batch completed with failures can be retried"),
        (1, _) => new(true, "is open again: 1 chunk is ready"),
        _ => new(true, string.Create(CultureInfo.InvariantCulture, $"is open again: {chunks} chunks are ready")),
    };

    public static Verb CreatePriority()
    {
        var priority = new Argument<string>("PRIORITY") { Description = "high, normal or low" };
        priority.AcceptOnlyFromAmong(BatchPriority.Names);
        var verb = Create("priority",
            "Changes the priority of a batch, also while it runs",
            "batchrunner priority 17 high",
            async (ledger, batch, parse, token) =>
            {
                var wanted = parse.GetRequiredValue(priority);
                return await ledger.Steering.SetPriorityAsync(batch.Id, BatchPriority.Rank(wanted), token)
                    ? new(true, batch.Priority == wanted ? $"has {wanted} priority already" : $"has {wanted} priority now")
                    : new(false, $"has ended already: it is {Spoken(batch.State)}");
            },
            "Workers of lower batches let their chunks go with their next commit, as many as are needed. "
            + "A batch that is passed over for long gets a chunk now and then all the same.");
        verb.Arguments.Add(priority);
        return verb;
    }

    public static Verb CreateCancel() => Create("cancel",
        "Ends a batch as it stands; rows already there stay, running workers stop within a second",
        "batchrunner cancel 17",
        async (ledger, batch, _, token) => await ledger.Steering.CancelAsync(batch.Id, null, token)
            ? new(true, "is cancelled")
            : new(batch.State == BatchState.Cancelled, $"has ended already: it is {Spoken(batch.State)}"));

    public static Verb CreatePause() => Create("pause",
        "Lets nothing more of a batch be worked until it is resumed",
        "batchrunner pause 17",
        async (ledger, batch, _, token) => await ledger.Steering.PauseAsync(batch.Id, token)
            ? new(true, batch.Paused ? "is paused already" : "is paused")
            : new(false, $"has ended already: it is {Spoken(batch.State)}"),
        "What is computed is committed within a second; a number that takes longer begins anew after the pause.");

    public static Verb CreateResume() => Create("resume",
        "Lets a paused batch go on",
        "batchrunner resume 17",
        async (ledger, batch, _, token) => await ledger.Steering.ResumeAsync(batch.Id, token)
            ? new(true, batch.Paused ? "goes on" : "is not paused: nothing changed")
            : new(false, $"has ended already: it is {Spoken(batch.State)}"));

    static Verb Create(
        string name, string description, string example,
        Func<Ledger, BatchSummary, ParseResult, CancellationToken, Task<Outcome>> steer, string details = "")
    {
        var argument = BatchArgument.Required();
        return new Verb(name, description, example, $"{example.Replace("17", "july.txt", StringComparison.Ordinal)} --json")
        {
            Arguments = { argument },
            Details = details,
        }.Does(async (parse, token) =>
        {
            var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
            var batch = await ledger.FindAsync(parse.GetRequiredValue(argument), token);
            var outcome = await ExistingLedger.PatientlyAsync(inner => steer(ledger, batch, parse, inner), token);
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
