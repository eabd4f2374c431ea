using System.CommandLine;
using System.Globalization;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Runner.Commands;

/// <summary><c>restore</c>: brings a backup back; runners of the time before commit nothing to it.</summary>
static class RestoreCommand
{
    static readonly Argument<string?> Backup = new("FILE")
    {
        Description = "A copy that 'batchrunner backup' made",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<bool> NewEpoch = new("--new-epoch")
    {
        Description = "No FILE: another tool (pg_restore) has brought the ledger back; fence off who worked before",
    };

    public static Verb Create()
    {
        var verb = new Verb("restore",
            "Puts a backup in the ledger's place; the ledger of before is kept beside it",
            "batchrunner restore /mnt/other/ledger.backup",
            "batchrunner restore --new-epoch --set Ledger:Provider=postgres")
        {
            Arguments = { Backup },
            Options = { NewEpoch },
            Details = "Nothing may work with the ledger meanwhile. Chunks that were running when the backup was taken are "
                + "ready again.\nPostgreSQL: stop the runners, pg_restore, then 'batchrunner restore --new-epoch'.",
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Backup) is null != result.GetValue(NewEpoch))
                result.AddError("Name either a FILE or --new-epoch.");
        });
        return verb.Does((parse, token) => parse.GetValue(Backup) is { } backup
            ? RestoreAsync(parse, backup, token)
            : BeginEpochAsync(parse, token));
    }

    static async Task<int> RestoreAsync(ParseResult parse, string backup, CancellationToken token)
    {
        var settings = parse.Settings();
        var file = Path.GetFullPath(backup);
        RefusePostgres(settings, file);
        if (!File.Exists(file)) throw new VerbException(ExitCode.NotFound, $"There is no file {file}.");
        if (file == Path.GetFullPath(Ledger.SqliteFile(settings.DataFolder)))
            throw new VerbException(ExitCode.Usage, $"{file} is the ledger itself. Name a copy of it.");
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            var facts = await new SqliteRestore(settings.DataFolder, TimeProvider.System).RestoreAsync(file, token);
            if (parse.WantsJson()) JsonText.Write(facts);
            else Tell(facts);
            return ExitCode.Success;
        }
        catch (LedgerException e) when (e.Trouble == LedgerTrouble.Corrupt)
        {
            throw new VerbException(ExitCode.VerificationFailed, $"{e.Message} Nothing was changed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.LedgerUnavailable, $"The ledger in {settings.DataFolder} cannot be replaced: {e.Message}");
        }
    }

    static void Tell(RestoreFacts facts)
    {
        CommandLine.Tell(string.Create(CultureInfo.InvariantCulture,
            $"{facts.Ledger} holds {facts.Batches} batches and {facts.Results} result rows; "
            + $"{facts.Chunks} chunks are ready again."));
        if (facts.Before is { } before) CommandLine.Tell($"The ledger of before is {before}: remove it when you no longer want it.");
    }

    static async Task<int> BeginEpochAsync(ParseResult parse, CancellationToken token)
    {
        var ledger = await ExistingLedger.OpenAsync(parse.Settings(), token);
        await LivingRunners.RefuseAsync(ledger, "begin a new epoch", null, token);
        var begun = await ledger.Epochs.BeginAsync("a backup was restored", token);
        if (parse.WantsJson())
        {
            JsonText.Write(new { Ledger = ledger.Database.Name, begun.Chunks, begun.Runners });
        }
        else
        {
            CommandLine.Tell(string.Create(CultureInfo.InvariantCulture,
                $"{ledger.Database.Name} is in a new epoch; {begun.Chunks} chunks are ready again."));
        }
        return ExitCode.Success;
    }

    static void RefusePostgres(EffectiveSettings settings, string file)
    {
        if (!settings.UsesPostgres) return;
        throw new VerbException(ExitCode.Usage, "The ledger is in PostgreSQL. Stop every runner, then "
            + $"'pg_restore --clean --if-exists --dbname=DATABASE {file}' and 'batchrunner restore --new-epoch'.");
    }
}
