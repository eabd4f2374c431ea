namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>A chunk as the simulated ledger keeps it: the columns of <c>chunks</c> that decide anything.</summary>
sealed class SimulatedChunk(long id, long firstLine, long endLine, double effort)
{
    internal long Id { get; } = id;
    internal long NextLine { get; set; } = firstLine;
    internal long EndLine { get; set; } = endLine;
    internal double Effort { get; set; } = effort;
    internal double EffortDone { get; set; }

    /// <summary>Seconds at which it was claimed or its cursor moved.</summary>
    internal double MovedAt { get; set; }

    internal double EffortLeft => Effort - EffortDone;
}
