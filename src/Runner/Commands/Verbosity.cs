namespace BatchRunner.Runner.Commands;

/// <summary>How much is told on stderr.</summary>
enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>What a person would tell a colleague.</summary>
    Normal,

    /// <summary>Each step.</summary>
    Detailed,

    /// <summary>Everything.</summary>
    Debug,
}
