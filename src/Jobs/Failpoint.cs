using System.Diagnostics;

namespace BatchRunner.Jobs;

/// <summary>
/// A place where a test may kill the process to prove that nothing is lost there. The environment variable
/// <c>BATCHRUNNER_FAILPOINT=NAME</c> kills it when it gets to NAME, <c>NAME:3</c> when it gets there the third time.
/// Without the variable reaching one costs a comparison with null.
/// </summary>
public static class Failpoint
{
    public const string IntakeClaimed = "intake.claimed";
    public const string IntakeFirstSlice = "intake.first-slice";
    public const string IntakeCreated = "intake.created";
    public const string IntakeSlice = "intake.slice";
    public const string IntakeRecorded = "intake.recorded";
    public const string IntakeLoaded = "intake.loaded";
    public const string SubmitCopying = "submit.copying";
    public const string SubmitCopied = "submit.copied";
    public const string SubmitNamed = "submit.named";
    public const string ChunkClaimed = "chunk.claimed";
    public const string ChunkEnding = "chunk.ending";
    public const string ExportTaken = "export.taken";
    public const string ExportWritten = "export.written";
    public const string ExportNamed = "export.named";
    public const string ExportCompleted = "export.completed";
    public const string MoveMoved = "move.moved";
    public const string MoveRecorded = "move.recorded";
    public const string FailedExplained = "failed.explained";
    public const string FailedMoved = "failed.moved";
    public const string DuplicateFound = "duplicate.found";
    public const string DuplicateMoved = "duplicate.moved";

    /// <summary>All of them, so that a sweep cannot forget one.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        IntakeClaimed, IntakeFirstSlice, IntakeCreated, IntakeSlice, IntakeRecorded, IntakeLoaded, SubmitCopying,
        SubmitCopied, SubmitNamed, ChunkClaimed, ChunkEnding, ExportTaken, ExportWritten, ExportNamed, ExportCompleted,
        MoveMoved, MoveRecorded, FailedExplained, FailedMoved, DuplicateFound, DuplicateMoved,
    ];

    /// <summary>What happens at a failpoint; null, as always outside tests, is nothing.</summary>
    internal static Action<string>? Reached { get; set; } =
        Arm(Environment.GetEnvironmentVariable("BATCHRUNNER_FAILPOINT"));

    public static void Reach(string name) => Reached?.Invoke(name);

    static Action<string>? Arm(string? setting)
    {
        if (string.IsNullOrEmpty(setting)) return null;

        var colon = setting.LastIndexOf(':');
        var name = colon < 0 ? setting : setting[..colon];
        var left = colon < 0 ? 1 : int.Parse(setting[(colon + 1)..], null);
        if (!All.Contains(name)) throw new ArgumentException($"BATCHRUNNER_FAILPOINT names no failpoint: {name}.");

        return reached =>
        {
            if (reached != name || Interlocked.Decrement(ref left) != 0) return;
            Console.Error.WriteLine($"Killed at the failpoint {setting}.");
            using var me = Process.GetCurrentProcess();
            me.Kill();
            // The signal is on its way; nothing may happen until it arrives.
            new ManualResetEventSlim().Wait(Timeout.Infinite);
        };
    }
}
