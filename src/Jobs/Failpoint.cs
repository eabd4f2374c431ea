using System.Diagnostics;
using System.Text;

namespace BatchRunner.Jobs;

/// <summary>
/// A place where a test may kill the process to prove that nothing is lost there. The environment variable
/// <c>BATCHRUNNER_FAILPOINT=NAME</c> kills it when it gets to NAME, <c>NAME:3</c> when it gets there the third time,
/// and <c>number:123457</c> lets it crash whenever it starts on that number. Without the variable reaching one costs a
/// comparison with null.
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
    public const string TransferPage = "transfer.page";

    /// <summary>All of them, so that a sweep cannot forget one.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        IntakeClaimed, IntakeFirstSlice, IntakeCreated, IntakeSlice, IntakeRecorded, IntakeLoaded, SubmitCopying,
        SubmitCopied, SubmitNamed, ChunkClaimed, ChunkEnding, ExportTaken, ExportWritten, ExportNamed, ExportCompleted,
        MoveMoved, MoveRecorded, FailedExplained, FailedMoved, DuplicateFound, DuplicateMoved, TransferPage,
    ];

    const string NumberPrefix = "number:";

    static readonly string? Setting = Environment.GetEnvironmentVariable("BATCHRUNNER_FAILPOINT");

    static readonly byte[]? Poison = Setting?.StartsWith(NumberPrefix, StringComparison.Ordinal) == true
        ? Encoding.ASCII.GetBytes(Setting[NumberPrefix.Length..])
        : null;

    /// <summary>What happens at a failpoint; null, as always outside tests, is nothing.</summary>
    internal static Action<string>? Reached { get; set; } = Arm(Setting);

    /// <summary>There is a number that crashes its worker, so <see cref="Start"/> is to be told of each.</summary>
    public static bool WatchesNumbers => Poison is not null;

    public static void Reach(string name) => Reached?.Invoke(name);

    /// <summary>Crashes the process as a fault in the engine would, if this is the number to do so.</summary>
    public static void Start(ReadOnlySpan<byte> digits)
    {
        if (Poison is not null && digits.SequenceEqual(Poison)) Environment.FailFast($"Crashed on the {Setting}.");
    }

    static Action<string>? Arm(string? setting)
    {
        if (string.IsNullOrEmpty(setting) || WatchesNumbers) return null;

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
