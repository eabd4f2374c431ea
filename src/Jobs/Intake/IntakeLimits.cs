using BatchRunner.Jobs.Planning;

namespace BatchRunner.Jobs.Intake;

/// <summary>How a number file is cut. The first four are settings, the others fixed by what they protect.</summary>
public sealed record IntakeLimits
{
    /// <summary>Significant digits a number may have; one more makes its line a reject.</summary>
    public int MaxDigits { get; init; } = 1000;

    /// <summary>Seconds of one worker a chunk is planned for.</summary>
    public double TargetSeconds { get; init; } = 2;

    /// <summary>Numbers in a chunk at most.</summary>
    public int MaxNumbers { get; init; } = 50_000;

    /// <summary>CPU time a number may take: no prediction is higher.</summary>
    public TimeSpan Budget { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>What this machine takes for what is predicted.</summary>
    public MachinePace Pace { get; init; } = MachinePace.Unknown;

    /// <summary>Workers there will probably be, so that each finds a last chunk.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>
    /// Seconds of the last chunks of a file. They are claimed last, and then nobody waits long for anybody.
    /// </summary>
    public double LastSeconds { get; init; } = 0.25;

    /// <summary>Seconds of a file's first chunk. Each later one is planned twice as long, up to the target.</summary>
    public double FirstSeconds { get; init; } = 0.1;

    /// <summary>Bytes of a chunk's payload: what a worker loads at once and one row of the ledger holds.</summary>
    public int MaxPayloadBytes { get; init; } = 1 << 20;

    /// <summary>
    /// A longer run of lines that are no numbers ends the chunk. Each costs a byte of payload, so that line numbers
    /// follow from positions.
    /// </summary>
    public int MaxSkippedLines { get; init; } = 4096;

    /// <summary>Payload bytes of one slice: its transaction must not hold the ledger's write lock long.</summary>
    public int SlicePayloadBytes { get; init; } = 4 << 20;

    /// <summary>Chunks of one slice.</summary>
    public int SliceChunks { get; init; } = 4096;

    /// <summary>
    /// Rejects of one slice. Each is a row, measured at 7 microseconds: more would hold the write lock for too long.
    /// </summary>
    public int SliceRejects { get; init; } = 20_000;

    /// <summary>Characters of the rejects of one slice, which bounds memory.</summary>
    public int SliceRejectCharacters { get; init; } = 16 << 20;

    /// <summary>Text of one slice, so that a file of nothing but comments makes progress too.</summary>
    public long SliceTextBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Text a file may hold after decompression: five billion 128-bit numbers. It ends a gzip that would never end.
    /// </summary>
    public long MaxTextBytes { get; init; } = 200L << 30;
}
