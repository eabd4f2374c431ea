namespace BatchRunner.Jobs.Intake;

/// <summary>The three things a line of a number file can be. There is no fourth.</summary>
public enum LineKind
{
    /// <summary>Nothing but spaces and tabs, or a comment.</summary>
    Blank,

    /// <summary>One integer from 0 up.</summary>
    Number,

    /// <summary>Anything else.</summary>
    Reject,
}
