namespace BatchRunner.Jobs.Intake;

/// <summary>The <see cref="Failpoint"/>s on a file's way in and out.</summary>
public static class FileFailpoints
{
    public const string IntakeClaimed = "intake.claimed";
    public const string IntakeFirstSlice = "intake.first-slice";
    public const string IntakeCreated = "intake.created";
    public const string IntakeNamed = "intake.named";
    public const string IntakeSlice = "intake.slice";
    public const string IntakeRecorded = "intake.recorded";
    public const string IntakeLoaded = "intake.loaded";
    public const string SubmitCopying = "submit.copying";
    public const string SubmitCopied = "submit.copied";
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
        IntakeClaimed, IntakeFirstSlice, IntakeCreated, IntakeNamed, IntakeSlice, IntakeRecorded, IntakeLoaded,
        SubmitCopying, SubmitCopied, ExportTaken, ExportWritten, ExportNamed, ExportCompleted, MoveMoved, MoveRecorded,
        FailedExplained, FailedMoved, DuplicateFound, DuplicateMoved,
    ];
}
