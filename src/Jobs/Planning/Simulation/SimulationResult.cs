namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>How a simulated batch went.</summary>
/// <param name="Seconds">Until its last number was committed.</param>
/// <param name="Claims">Chunks claimed.</param>
/// <param name="Splits">Chunks cut for an idle worker.</param>
/// <param name="SetAside">Numbers set aside.</param>
/// <param name="LostSeconds">Work done twice: past a moved end, or on a number that was then set aside.</param>
public sealed record SimulationResult(double Seconds, int Claims, int Splits, int SetAside, double LostSeconds);
