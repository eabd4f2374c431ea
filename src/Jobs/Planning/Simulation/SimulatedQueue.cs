namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>
/// The queue of one batch as the ledger keeps it, in memory: what a claim takes, what a commit moves, whom a split
/// asks. These decisions are SQL in the ledger, because only one statement is atomic among processes, and code here,
/// because a thousand workers want an answer in seconds and no disk. A test does the same to both, on random seeds, and
/// compares every decision. Where a chunk is cut, and whether, is <see cref="SplitRule"/> in both.
/// </summary>
sealed class SimulatedQueue
{
    readonly PriorityQueue<SimulatedChunk, (double Effort, long Id)> _ready = new();
    readonly Dictionary<long, SimulatedChunk> _running = [];
    long _ids;

    internal int Ready => _ready.Count;

    internal int Running => _running.Count;

    internal SimulatedChunk Add(long firstLine, long endLine, double effort)
    {
        var chunk = new SimulatedChunk(++_ids, firstLine, endLine, effort);
        _ready.Enqueue(chunk, (-effort, chunk.Id));
        return chunk;
    }

    /// <summary>The most effort first, then the older chunk.</summary>
    internal SimulatedChunk? Claim(double now)
    {
        if (!_ready.TryDequeue(out var chunk, out _)) return null;

        chunk.MovedAt = now;
        _running[chunk.Id] = chunk;
        return chunk;
    }

    /// <returns>True when the chunk is completed.</returns>
    internal bool Commit(SimulatedChunk chunk, long toLine, double effort, double now)
    {
        chunk.MovedAt = now;
        chunk.NextLine = Math.Min(toLine, chunk.EndLine);
        chunk.EffortDone = toLine >= chunk.EndLine ? chunk.Effort : Math.Min(chunk.Effort, chunk.EffortDone + effort);
        return toLine >= chunk.EndLine && _running.Remove(chunk.Id);
    }

    /// <summary>Numbers that are set aside take their predicted effort out of their chunk.</summary>
    internal void SetAside(SimulatedChunk chunk, long line, double predicted, double effort)
    {
        chunk.Effort -= predicted;
        chunk.EffortDone = Math.Max(0, chunk.EffortDone - predicted);
        Add(line, line + 1, effort);
    }

    /// <summary>The running chunk with the most effort left, if it is worth splitting.</summary>
    internal SimulatedChunk? FindVictim(double leastMicros)
    {
        SimulatedChunk? victim = null;
        foreach (var chunk in _running.Values)
        {
            if (chunk.EndLine - chunk.NextLine < 2 || chunk.EffortLeft < leastMicros) continue;
            var isBetter = victim is null || chunk.EffortLeft > victim.EffortLeft
                || (chunk.EffortLeft == victim.EffortLeft && chunk.Id < victim.Id);
            if (isBetter) victim = chunk;
        }
        return victim;
    }

    internal void Split(SimulatedChunk victim, long line, double effort)
    {
        var end = victim.EndLine;
        victim.EndLine = line;
        victim.Effort -= effort;
        Add(line, end, effort);
    }
}
