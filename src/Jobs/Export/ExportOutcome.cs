namespace BatchRunner.Jobs.Export;

/// <summary>What one look for a finished batch brought.</summary>
public enum ExportOutcome
{
    /// <summary>No batch of this machine waits for its files.</summary>
    Nothing,

    /// <summary>One batch has its files and is finished.</summary>
    Exported,

    /// <summary>The files cannot be written at the moment; somebody may try again later.</summary>
    Postponed,
}
