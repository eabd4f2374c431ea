using System.Globalization;
using BatchRunner.Jobs.Planning;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;
using BatchRunner.Storage.Postgres;
using BatchRunner.Storage.Sqlite;

namespace BatchRunner.Runner.Doctoring;

/// <summary>The ledger: can it be read, is it ours, is its engine safe, does its time make sense.</summary>
sealed class LedgerExam(EffectiveSettings settings, TimeProvider time)
{
    const string Subject = "ledger";

    /// <summary>The write-ahead log is checkpointed every few seconds; so much means that nobody does it.</summary>
    const long LongLog = 512L << 20;

    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>True when the ledger exists but cannot be reached.</summary>
    public bool IsUnreachable { get; private set; }

    public async Task<IReadOnlyList<Diagnosis>> ExamineAsync(CancellationToken token)
    {
        try
        {
            if (settings.UsesPostgres) return await ExaminePostgresAsync(token);

            return await SqliteCheckup.LookAsync(settings.DataFolder, deep: true, token) is { } facts
                ? await JudgeAsync(facts, token)
                : [Diagnosis.Good(Subject, $"none in {settings.DataFolder} yet; it is made when it is needed")];
        }
        catch (LedgerException error)
        {
            IsUnreachable = true;
            return [Diagnosis.Bad(Subject, "cannot be read", error.Message)];
        }
    }

    async Task<IReadOnlyList<Diagnosis>> ExaminePostgresAsync(CancellationToken token)
    {
        var facts = await PostgresCheckup.LookAsync(
            settings.Options.Ledger.ConnectionString, settings.Lease(), time, token);
        List<Diagnosis> all = [.. PostgresExam.Judge(facts)];
        if (facts.Edition == facts.KnownEdition) all.AddRange(await ContentAsync(token));
        return all;
    }

    async Task<IReadOnlyList<Diagnosis>> JudgeAsync(LedgerFacts facts, CancellationToken token)
    {
        List<Diagnosis> all = [Engine(facts), Journal(facts), Edition(facts), Structure(facts)];
        if (facts.Damage is null && facts.Edition == facts.KnownEdition) all.AddRange(await ContentAsync(token));
        return all;
    }

    static Diagnosis Engine(LedgerFacts facts) => facts.HasWalResetFault
        ? Diagnosis.Note("engine",
            $"{facts.Engine} has a rare fault, mended in 3.51.3: two checkpoints racing a commit can damage the file",
            "BatchRunner lets a single process checkpoint, which avoids it: write to the ledger with no other program.")
        : Diagnosis.Good("engine", facts.Engine);

    static Diagnosis Journal(LedgerFacts facts) => facts switch
    {
        { JournalMode: not "wal", Edition: > 0 } => Diagnosis.Bad("journal",
            $"the mode is {facts.JournalMode}, not wal",
            $"Run 'sqlite3 {facts.Name} \"PRAGMA journal_mode = WAL\"' while nothing else uses the ledger."),
        { WaitingBytes: > LongLog } => Diagnosis.Note("journal",
            $"{Wording.Bytes(facts.WaitingBytes)} wait to be checkpointed",
            "A running 'batchrunner serve' or 'work' does it; if one runs, look for a reader that never ends."),
        _ => Diagnosis.Good("journal", $"wal, {Wording.Bytes(facts.WaitingBytes)} waiting"),
    };

    static Diagnosis Edition(LedgerFacts facts) => (facts.Edition - facts.KnownEdition) switch
    {
        > 0 => Diagnosis.Bad("edition", $"{facts.Edition}, but this program knows editions up to {facts.KnownEdition}",
            "Use the newer program, or another DataFolder."),
        < 0 => Diagnosis.Note("edition", $"{facts.Edition}; this program writes {facts.KnownEdition}",
            "The next verb that opens it brings it up to date: copy the file first if an older program shall go on."),
        _ => Diagnosis.Good("edition", facts.Edition.ToString(CultureInfo.InvariantCulture)),
    };

    static Diagnosis Structure(LedgerFacts facts) => facts.Damage is { } damage
        ? Diagnosis.Bad(Subject, $"{facts.Name} is damaged: {damage}",
            "Stop every process, keep a copy of the file, then bring a backup back.")
        : Diagnosis.Good(Subject, $"{facts.Name}, {Wording.Bytes(facts.Bytes)}, structure sound");

    async Task<IReadOnlyList<Diagnosis>> ContentAsync(CancellationToken token)
    {
        var ledger = settings.UsesPostgres
            ? await Ledger.OpenPostgresAsync(settings.Options.Ledger.ConnectionString, settings.Lease(), time, token)
            : await Ledger.OpenSqliteAsync(settings.DataFolder, time, token);
        var newest = await ledger.Summaries.NewestAsync(long.MaxValue, 1, token);
        var live = await ledger.Summaries.LiveAsync(token);
        var runners = await ledger.Runners.AliveAsync(token);
        var failed = live.Sum(batch => batch.FailedChunks);
        return
        [
            newest is [var batch] && batch.CreatedAt > time.GetUtcNow() + ClockTolerance
                ? Diagnosis.Note("clock",
                    $"batch {batch.Id} was made at {Wording.Moment(batch.CreatedAt)}, which is still to come",
                    "Set this machine's clock. Leases do not depend on it, but times shown do.")
                : Diagnosis.Good("clock", Wording.Moment(time.GetUtcNow())),
            live.Count > 0 && runners.Count == 0
                ? Diagnosis.Note("work",
                    $"{Wording.Counted(live.Count, "batch waits", "batches wait")} and no runner is alive",
                    "Start 'batchrunner serve' or 'batchrunner work'.")
                : Diagnosis.Good("work", $"{Wording.Counted(live.Count, "live batch", "live batches")}, "
                    + $"{Wording.Counted(runners.Count, "process takes part", "processes take part")}"),
            failed > 0
                ? Diagnosis.Note("chunks", $"{Wording.Counted(failed, "chunk has failed", "chunks have failed")}",
                    "See 'batchrunner status BATCH'; when the batch is finished, 'batchrunner retry BATCH'.")
                : Diagnosis.Good("chunks", "none has failed in a live batch"),
            Predictions(PredictionScore.Of(await ledger.Efforts.NewestAsync(null, MachinePace.Samples, token))),
        ];
    }

    static Diagnosis Predictions(PredictionScore? score) => Diagnosis.Good("predictions", score is null
        ? "no chunk has ended yet to judge them by"
        : string.Create(CultureInfo.InvariantCulture,
            $"actual over predicted CPU time: {score.Median:0.##} in the middle, {score.Low:0.##} to {score.High:0.##} "
            + $"for four of five of the last {Wording.Counted(score.Chunks, "chunk", "chunks")}; this machine's pace is "
            + $"learnt from them"));
}
