namespace BatchRunner.Runner.Doctoring;

/// <summary>How a thing that <c>doctor</c> looked at is.</summary>
enum Verdict
{
    Good,

    /// <summary>It works, but a person should know.</summary>
    Note,

    /// <summary>Something will not work until it is mended.</summary>
    Bad,
}
