namespace BatchRunner.Storage;

/// <summary>What of a finished batch is tried again, and how long it may take.</summary>
public sealed record RetryChoice
{
    public static RetryChoice Everything { get; } = new();

    /// <summary>Chunks whose attempts were exhausted by errors of ours.</summary>
    public bool Failed { get; init; } = true;

    /// <summary>Numbers that took their whole budget.</summary>
    public bool Unfactored { get; init; } = true;

    /// <summary>Numbers that crashed their workers.</summary>
    public bool Quarantined { get; init; } = true;

    /// <summary>
    /// CPU seconds each of them may take, whatever the settings say; 0 = no limit, null = what the settings say.
    /// </summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>The statuses of the numbers chosen, as they stand in <c>results.status</c>.</summary>
    internal IEnumerable<string> Statuses
    {
        get
        {
            if (Unfactored) yield return "unfactored";
            if (Quarantined) yield return "quarantined";
        }
    }
}
