namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>Who works in a simulation.</summary>
/// <param name="Processes">Runner processes; of each only one worker asks for work at a time.</param>
/// <param name="WorkersPerProcess">Workers in each.</param>
public sealed record SimulatedSite(int Processes, int WorkersPerProcess)
{
    /// <summary>CPU time after which a number is set aside.</summary>
    public TimeSpan SetAsideAfter { get; init; } = SetAsideRule.After(2);

    /// <summary>Seconds from a claim to the first number, measured at a millisecond on a local ledger.</summary>
    public double ClaimSeconds { get; init; } = 0.001;
}
