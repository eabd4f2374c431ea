using System.CommandLine;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Reporting;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>plan</c>: what is in a file and how long it will take, before anything is done.</summary>
static class PlanCommand
{
    const string StandardInput = "-";

    static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Number files, plain or .gz; - is the input",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Verb Create() => new Verb("plan",
        "Says what is in the files and how long they will take, without doing anything",
        "batchrunner plan july.txt",
        "seq 1000000000000 1000000100000 | batchrunner plan - --json")
    {
        Arguments = { Files },
        Details = "Lines, rejects, duplicates, the hardest lines, and the predicted time for 1, 2, 4, ... workers.\n"
            + "The prediction knows the size of each number and how fast this machine was with earlier batches in the\n"
            + "ledger, if there is one. Nothing is changed.",
    }.Does(PlanAsync);

    static async Task<int> PlanAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        foreach (var missing in parse.GetValue(Files)!.Where(f => f != StandardInput && !File.Exists(f)))
            throw new VerbException(ExitCode.NotFound, $"There is no file {missing}.");

        var ledger = await FindLedgerAsync(settings, token);
        var pace = ledger is null ? MachinePace.Unknown : await LedgerAccess.PaceAsync(ledger, token);
        List<PlanReport> reports = [];
        foreach (var path in parse.GetValue(Files)!)
        {
            var plan = await PlanAsync(path, settings, pace, token);
            var same = ledger is null ? [] : await ledger.Batches.OfContentAsync(plan.Bytes, plan.Sha256, token);
            reports.Add(new(plan, same.FirstOrDefault(b => b.Sha256 == plan.Sha256)?.Id));
        }

        if (parse.WantsJson()) JsonText.Write(reports.Select(r => r.ToJson()));
        else foreach (var report in reports) report.Show();
        return ExitCode.Success;
    }

    // Planning is for files that are no batch yet: where there is no ledger none is made, and none is waited for.
    static async Task<Ledger?> FindLedgerAsync(EffectiveSettings settings, CancellationToken token)
    {
        if (settings.Options.Ledger.Provider == "sqlite" && !File.Exists(Ledger.SqliteFile(settings.DataFolder)))
            return null;
        try
        {
            return await LedgerAccess.OpenAsync(settings, token);
        }
        catch (VerbException e)
        {
            CommandLine.Tell($"planned without the ledger: {e.Message}");
            return null;
        }
    }

    static async Task<FilePlan> PlanAsync(
        string path, EffectiveSettings settings, MachinePace pace, CancellationToken token)
    {
        var copy = path == StandardInput ? await CopyInputAsync(token) : null;
        try
        {
            var target = copy ?? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return new FilePlanner(settings.ToIntake(pace))
                .Plan(target, copy is null ? path : "the input", Counts(settings), token);
        }
        catch (UnreadableFileException e)
        {
            throw new VerbException(ExitCode.Usage, e.Message);
        }
        finally
        {
            if (copy is not null) File.Delete(copy);
        }
    }

    static async Task<string> CopyInputAsync(CancellationToken token)
    {
        var path = Path.GetTempFileName();
        await using var input = Console.OpenStandardInput();
        await using var file = File.Create(path);
        await input.CopyToAsync(file, token);
        return path;
    }

    // Powers of two up to what this machine has and what is configured, and those two themselves.
    static List<int> Counts(EffectiveSettings settings)
    {
        var configured = settings.Options.Runners.Processes * settings.WorkersPerProcess;
        var most = Math.Max(Environment.ProcessorCount, configured);
        SortedSet<int> counts = [Environment.ProcessorCount, configured];
        for (var count = 1; count <= Math.Max(most, 4); count *= 2) counts.Add(count);
        return [.. counts];
    }
}
