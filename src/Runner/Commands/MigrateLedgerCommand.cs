using System.CommandLine;
using System.Globalization;
using BatchRunner.Jobs;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary><c>migrate-ledger</c>: from the SQLite ledger of a data folder to PostgreSQL.</summary>
static class MigrateLedgerCommand
{
    public static Verb Create() => new Verb("migrate-ledger",
        "Moves the SQLite ledger of the data folder to PostgreSQL and compares them row for row",
        "BATCHRUNNER__LEDGER__CONNECTIONSTRING='Host=db;Database=ledger;Username=batchrunner' batchrunner migrate-ledger")
    {
        Details = "The database is named by Ledger:ConnectionString and must hold no batch. Nobody may work meanwhile, and nobody "
            + "works with the old\nledger afterwards. Interrupted, start it again. Then set Ledger:Provider=postgres.",
    }.Does(MigrateAsync);

    static async Task<int> MigrateAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        if (settings.Options.Ledger.ConnectionString.Length == 0)
        {
            throw new VerbException(ExitCode.Usage,
                "Name the PostgreSQL database to move to by Ledger:ConnectionString (BATCHRUNNER__LEDGER__CONNECTIONSTRING).");
        }
        if (!File.Exists(Ledger.SqliteFile(settings.DataFolder)))
            throw new VerbException(ExitCode.NotFound, $"There is no SQLite ledger in {settings.DataFolder}.");

        var source = await Ledger.OpenSqliteAsync(settings.DataFolder, TimeProvider.System, token);
        var target = await Ledger.OpenPostgresAsync(
            settings.Options.Ledger.ConnectionString, settings.Lease(), TimeProvider.System, token);
        await LivingRunners.RefuseAsync(source, "move the ledger", null, token);
        await LivingRunners.RefuseAsync(target, "move the ledger", null, token);
        try
        {
            var transfer = new LedgerTransfer(source, target);
            IReadOnlyList<BatchTransfer> batches;
            using (var line = new ProgressLine("result rows copied, then compared", await transfer.CountAsync(token)))
                batches = await transfer.RunAsync(new Pages(line), token);
            Report(parse, batches, target);
            return ExitCode.Success;
        }
        catch (LedgerException e) when (e.Trouble == LedgerTrouble.Corrupt)
        {
            throw new VerbException(ExitCode.VerificationFailed, e.Message);
        }
        catch (LedgerException e) when (e.Trouble == LedgerTrouble.ReadOnly)
        {
            throw new VerbException(ExitCode.Usage, e.Message);
        }
    }

    static void Report(ParseResult parse, IReadOnlyList<BatchTransfer> batches, Ledger target)
    {
        if (parse.WantsJson())
        {
            JsonText.Write(batches);
            return;
        }
        CommandLine.Tell(string.Create(CultureInfo.InvariantCulture,
            $"{target.Database.Name} holds the same {batches.Count} batches with {batches.Sum(b => b.Results)} result rows and "
            + $"{batches.Sum(b => b.Rejects)} rejects, compared. Set Ledger:Provider=postgres from now on."));
    }

    sealed class Pages(ProgressLine line) : IProgress<long>
    {
        public void Report(long value)
        {
            line.Report(value);
            Failpoint.Reach(Failpoint.TransferPage);
        }
    }
}
