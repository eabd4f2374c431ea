namespace BatchRunner.Runner.Bench;

/// <summary>How the numbers are brought to the processors.</summary>
enum ArrangementKind
{
    /// <summary>One thread, one after the other.</summary>
    Serial,

    /// <summary>Threads of one process, each with its slice of a static split.</summary>
    Threads,

    /// <summary>A process a slice of a static split.</summary>
    Processes,

    /// <summary>The durable queue: <c>batchrunner run</c>.</summary>
    Queue,
}
