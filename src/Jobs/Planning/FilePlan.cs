using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Planning;

/// <summary>What is in a number file and how long it will take, without anything being done.</summary>
public sealed record FilePlan
{
    public required string Name { get; init; }
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required long Lines { get; init; }
    public required long Numbers { get; init; }
    public required long Blanks { get; init; }
    public required long Rejects { get; init; }

    /// <summary>The first few of the rejects.</summary>
    public required IReadOnlyList<RejectedLine> FirstRejects { get; init; }

    /// <summary>Numbers that stood in an earlier line already.</summary>
    public required long Duplicates { get; init; }

    /// <summary>
    /// False when there were too many numbers to remember and <see cref="Duplicates"/> is extrapolated.
    /// </summary>
    public required bool DuplicatesAreExact { get; init; }

    public required long Chunks { get; init; }

    /// <summary>CPU seconds predicted on this machine, for all numbers and their rows.</summary>
    public required double CpuSeconds { get; init; }

    public required IReadOnlyList<WorkersPlan> Workers { get; init; }

    /// <summary>Hardest first.</summary>
    public required IReadOnlyList<HardLine> Hardest { get; init; }
}
