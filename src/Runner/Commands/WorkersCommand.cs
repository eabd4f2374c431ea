using System.CommandLine;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>workers</c>: how many workers the running processes have, and how many they are to have.</summary>
static class WorkersCommand
{
    static readonly Argument<int?> Wanted = new("N")
    {
        Description = "Workers in each process from now on; 0 = what its settings say; without it they are shown",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<long?> Only = new("--runner")
    {
        Description = "One runner, with those it started, instead of all that are alive",
        HelpName = "ID",
    };

    static WorkersCommand() => Wanted.Validators.Add(result =>
    {
        if (result.Tokens is [var typed] && result.GetValueOrDefault<int?>() is not (>= 0 and <= RunnerStore.MostWorkers))
            result.AddError($"{typed.Value} workers: it must be between 0 and {RunnerStore.MostWorkers}.");
    });

    public static Verb Create() => new Verb("workers", "Shows or changes the number of workers while they run",
        "batchrunner workers",
        "batchrunner workers 1",
        "batchrunner workers 4 --runner 3")
    {
        Arguments = { Wanted },
        Options = { Only },
        Details = "Running processes follow within a second: a worker that leaves commits what is done and lets its "
            + "chunk go. What is started later does as its settings say (Runners:WorkersPerProcess).",
    }.Does(RunAsync);

    static async Task<int> RunAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        var only = parse.GetValue(Only);
        if (parse.GetValue(Wanted) is { } wanted) await AskAsync(ledger, wanted, only, token);

        var runners = (await ledger.Runners.AliveAsync(token))
            .Where(r => r.Workers > 0 && (only is null || r.Id == only || r.ParentId == only)).ToList();
        if (parse.WantsJson()) JsonText.Write(runners.Select(View));
        else if (parse.GetValue(Wanted) is null) Show(runners);
        return ExitCode.Success;
    }

    static async Task AskAsync(Ledger ledger, int wanted, long? only, CancellationToken token)
    {
        var asked = await ExistingLedger.PatientlyAsync(
            inner => ledger.Runners.WishWorkersAsync(wanted == 0 ? null : wanted, only, inner), token);
        if (asked == 0)
        {
            throw new VerbException(ExitCode.NotFound, only is { } id
                ? $"There is no living runner {id}: 'batchrunner workers' lists them."
                : "Nothing is running here. What is started next has the workers its settings say "
                    + "(Runners:WorkersPerProcess, --workers).");
        }
        CommandLine.Tell(wanted == 0
            ? "every process goes back to the workers its settings say."
            : $"every process has {Wording.Counted(wanted, "worker", "workers")} within a second.");
    }

    static void Show(List<RunnerRow> runners)
    {
        if (runners.Count == 0)
        {
            CommandLine.Tell("nothing is running here: 'batchrunner serve' works the queue.");
            return;
        }
        var table = Screen.Table("runner", "started by", "host", "process", "workers", "asked for");
        foreach (var runner in runners)
        {
            Screen.AddRow(table, $"{runner.Id}", runner.ParentId is { } parent ? $"{parent}" : "", runner.Host,
                $"{runner.Pid}", $"{runner.Workers}", runner.WantedWorkers is { } wanted ? $"{wanted}" : "");
        }
        Screen.Write(table);
    }

    static object View(RunnerRow runner) =>
        new { runner.Id, runner.ParentId, runner.Host, runner.Pid, runner.Workers, runner.WantedWorkers };
}
