using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Makes the picture of a batch out of its chunks.</summary>
static class BatchDrawing
{
    internal const int Points = 90;

    internal static BatchDrawingView Of(IReadOnlyList<ChunkTrace> chunks, BatchSummary batch, DateTimeOffset now)
    {
        var (ranges, aside) = Ranges(chunks);
        var end = batch.FinishedAt ?? now;
        var seconds = batch.StartedAt is { } start ? Math.Max(0, (end - start).TotalSeconds) / Points : 0;
        return new(
            ranges, chunks.Count, chunks.Sum(c => (long)c.Attempt), chunks.Sum(c => (long)c.Rescues),
            Splits(chunks, aside), aside.Count, seconds,
            seconds > 0 ? Rates(chunks, batch.StartedAt!.Value, end, seconds) : []);
    }

    static (List<ChunkRangeView> Ranges, HashSet<long> Aside) Ranges(IReadOnlyList<ChunkTrace> chunks)
    {
        var ranges = new List<ChunkRangeView>();
        var over = new List<ChunkRangeView>();
        var aside = new HashSet<long>();
        var cursor = 0L;
        foreach (var chunk in chunks.OrderBy(c => c.FirstLine).ThenByDescending(c => c.EndLine))
        {
            if (chunk.FirstLine < cursor)
            {
                // Its line stands in the range of the chunk it was set aside from.
                aside.Add(chunk.Id);
                if (State(chunk) is not "done" and var state) over.Add(new(chunk.FirstLine, chunk.EndLine, state));
                continue;
            }
            cursor = chunk.EndLine;
            Append(ranges, chunk.FirstLine, chunk.NextLine, "done");
            Append(ranges, chunk.NextLine, chunk.EndLine, State(chunk));
        }
        ranges.AddRange(over);
        return (ranges, aside);
    }

    // Lines without a number lie between chunks: they belong to no state and part no range.
    static void Append(List<ChunkRangeView> ranges, long from, long to, string state)
    {
        if (from >= to) return;

        if (ranges.Count > 0 && ranges[^1] is var last && last.State == state) ranges[^1] = last with { ToLine = to };
        else ranges.Add(new(from, to, state));
    }

    static string State(ChunkTrace chunk) => chunk.State == ChunkState.Completed ? "done" : chunk.State;

    static int Splits(IReadOnlyList<ChunkTrace> chunks, HashSet<long> aside)
    {
        var payloads = new HashSet<long>();
        return chunks.Count(c => !aside.Contains(c.Id) && !payloads.Add(c.PayloadId));
    }

    /// <summary>What a chunk brought is spread evenly over its time, first start to end.</summary>
    static double[] Rates(IReadOnlyList<ChunkTrace> chunks, DateTimeOffset start, DateTimeOffset end, double seconds)
    {
        var numbers = new double[Points];
        foreach (var chunk in chunks)
        {
            if (chunk.Done == 0 || chunk.StartedAt is not { } begun) continue;

            var from = Math.Clamp((begun - start).TotalSeconds / seconds, 0, Points - 0.001);
            var to = Math.Clamp(((chunk.EndedAt ?? end) - start).TotalSeconds / seconds, from + 0.001, Points);
            for (var i = (int)from; i < Points && i < to; i++)
                numbers[i] += chunk.Done * (Math.Min(to, i + 1) - Math.Max(from, i)) / (to - from);
        }
        return [.. numbers.Select(n => Math.Round(n / seconds, 2))];
    }
}
