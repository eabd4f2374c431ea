using System.CommandLine;
using System.Globalization;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Runner.Commands;

/// <summary><c>backup</c>: a checked copy of the ledger while it is in use.</summary>
static class BackupCommand
{
    static readonly Argument<string> Target = new("FILE")
    {
        Description = "The copy, which appears when it is complete and checked",
    };

    static readonly Option<bool> Force = new("--force")
    {
        Description = "Replace FILE when it exists; it stays until the new copy is complete",
    };

    public static Verb Create() => new Verb("backup",
        "Copies the SQLite ledger while it is in use, and checks the copy",
        "batchrunner backup /mnt/other/ledger.backup",
        "batchrunner backup ledger.backup --force --json")
    {
        Arguments = { Target },
        Options = { Force },
        Details = "Everything committed when it starts is in the copy. The number files are not: they are yours, in done/.",
    }.Does(BackUpAsync);

    static async Task<int> BackUpAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        var target = Path.GetFullPath(parse.GetRequiredValue(Target));
        RefusePostgres(settings, target);
        var ledger = await ExistingLedger.OpenAsync(settings, token);
        if (SameFile(target, ledger.Database.Name))
            throw new VerbException(ExitCode.Usage, $"{target} is the ledger itself. Name another file.");
        if (Directory.Exists(target) || !Directory.Exists(Path.GetDirectoryName(target)))
            throw new VerbException(ExitCode.Usage, $"{target} must be a file in a folder that exists.");
        if (File.Exists(target) && !parse.GetValue(Force))
            throw new VerbException(ExitCode.Usage, $"{target} exists. Name another file, or replace it with --force.");
        try
        {
            var facts = await SqliteBackup.TakeAsync(ledger.Database.Name, target, token);
            if (parse.WantsJson())
            {
                JsonText.Write(facts);
            }
            else
            {
                CommandLine.Tell(string.Create(CultureInfo.InvariantCulture,
                    $"{facts.File} holds {facts.Batches} batches and {facts.Results} result rows, checked "
                    + $"({Wording.Bytes(facts.Bytes)})."));
            }
            return ExitCode.Success;
        }
        catch (LedgerException e) when (e.Trouble == LedgerTrouble.Corrupt)
        {
            throw new VerbException(ExitCode.VerificationFailed, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.LedgerUnavailable, $"{target} cannot be written: {e.Message}");
        }
    }

    static void RefusePostgres(EffectiveSettings settings, string target)
    {
        if (!settings.UsesPostgres) return;
        throw new VerbException(ExitCode.Usage, "The ledger is in PostgreSQL, whose own tools copy it while it is in use: "
            + $"pg_dump --format=custom --file={target} --dbname=DATABASE");
    }

    static bool SameFile(string one, string other) => Path.GetFullPath(one) == Path.GetFullPath(other);
}
