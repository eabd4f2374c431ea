using System.CommandLine;
using System.Globalization;
using BatchRunner.Jobs.Pruning;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Runner.Commands;

/// <summary><c>prune</c>: finished batches leave the ledger; their files in <c>done/</c> stay.</summary>
static class PruneCommand
{
    static readonly Argument<string[]> Batches = new("BATCH")
    {
        Description = "Ids or file names of finished batches; with --older-than only those of them that are old enough",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> OlderThan = new("--older-than")
    {
        Description = "Batches that ended longer ago than this, such as 12h, 30d or 8w",
        HelpName = "AGE",
    };

    static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Only say which batches would go",
    };

    static readonly Option<bool> Vacuum = new("--vacuum")
    {
        Description = "Then give the space back to the system; nobody may work with the ledger meanwhile",
    };

    public static Verb Create()
    {
        var verb = new Verb("prune", "Removes finished batches from the ledger; their files in done/ stay",
            "batchrunner prune --older-than 30d --dry-run",
            "batchrunner prune 17 18 --vacuum")
        {
            Arguments = { Batches },
            Options = { OlderThan, DryRun, Vacuum },
            Details = "It runs beside the work, a few rows at a time. The space is used again by what comes; --vacuum makes the "
                + "file smaller.\nStopped in the middle, the next prune goes on. The same bytes dropped again run again.",
        };
        verb.Validators.Add(result =>
        {
            var age = result.GetValue(OlderThan);
            if (age is not null && Age.Parse(age) is null)
                result.AddError($"--older-than {age}: write it as 12h, 30d or 8w.");
            if (age is null && result.GetValue(Batches) is not { Length: > 0 })
                result.AddError("Name batches or --older-than AGE.");
        });
        return verb.Does(PruneAsync);
    }

    static async Task<int> PruneAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        var ledger = await ExistingLedger.OpenAsync(settings, token);
        var batches = await ChooseAsync(ledger, parse, token);
        if (parse.GetValue(DryRun))
        {
            Report(parse, batches, "would go");
            return ExitCode.Success;
        }

        await using var me = await Participant.JoinAsync(ledger, RunnerRole.Submit, 0, token);
        var keeper = ledger.Database is SqliteDatabase sqlite ? new SqliteCheckpointer(sqlite, me.Id, settings.Lease()) : null;
        Task KeepHouseAsync(CancellationToken inner) => keeper?.TurnAsync(inner) ?? Task.CompletedTask;
        var pruner = new Pruner(ledger, TimeProvider.System);
        List<PrunableBatch> pruned = [];
        foreach (var batch in batches)
        {
            await ExistingLedger.PatientlyAsync(inner => pruner.PruneAsync(batch.Id, KeepHouseAsync, inner), token);
            pruned.Add(batch);
        }
        if (parse.GetValue(Vacuum))
        {
            await LivingRunners.RefuseAsync(ledger, "give space back", me.Id, token);
            await ledger.Pruning.CompactAsync(token);
        }
        await KeepHouseAsync(token);
        if (keeper is not null) await keeper.LeaveAsync(token);
        Report(parse, pruned, "is pruned");
        return ExitCode.Success;
    }

    static async Task<IReadOnlyList<PrunableBatch>> ChooseAsync(Ledger ledger, ParseResult parse, CancellationToken token)
    {
        DateTimeOffset? before = parse.GetValue(OlderThan) is { } age
            ? ledger.Database.Time.GetUtcNow() - Age.Parse(age)!.Value
            : null;
        if (parse.GetValue(Batches) is not { Length: > 0 } names)
            return await ledger.Pruning.EndedBeforeAsync(before!.Value, token);

        List<PrunableBatch> chosen = [];
        foreach (var name in names)
        {
            var batch = await ledger.FindAsync(name, token);
            var prunable = await ledger.Pruning.FindAsync(batch.Id, token)
                ?? throw new VerbException(ExitCode.Usage, $"batch {batch.Id} ({batch.Name}) is {batch.State} and its file not yet "
                    + "in done/: only a finished batch can be pruned. Nothing was pruned.");
            if (before is null || prunable.PrunedAt is not null || prunable.FinishedAt < before) chosen.Add(prunable);
        }
        return chosen;
    }

    static void Report(ParseResult parse, IReadOnlyList<PrunableBatch> batches, string fate)
    {
        if (parse.WantsJson())
        {
            JsonText.Write(batches);
            return;
        }
        foreach (var batch in batches)
        {
            Screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"batch {batch.Id} ({batch.Name}, {batch.State}, ended {batch.FinishedAt:yyyy-MM-dd}, "
                + $"{batch.Numbers} numbers) {fate}"));
        }
        Screen.Output.Flush();
        if (batches.Count == 0) CommandLine.Tell("no batch is old enough: nothing to prune.");
    }
}
