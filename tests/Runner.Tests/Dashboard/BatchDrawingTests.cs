using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Tests;

public sealed class BatchDrawingTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Neighbours_of_one_state_are_one_range_and_lines_apart_lie_over_them()
    {
        var drawing = Draw(
            Chunk(1, 1, "completed", 1, 101, 101), Chunk(2, 2, "completed", 103, 201, 201),
            Chunk(3, 3, "running", 201, 251, 301), Chunk(4, 4, "ready", 301, 301, 401),
            Chunk(5, 3, "running", 220, 220, 221), Chunk(6, 1, "completed", 50, 51, 51),
            Chunk(7, 4, "ready", 401, 401, 451));

        Assert.Equal(
            [(1L, 251L, "done"), (251, 301, "running"), (301, 451, "ready"), (220, 221, "running")],
            drawing.Ranges.Select(r => (r.FromLine, r.ToLine, r.State)));
        Assert.Equal((7, 1, 2), (drawing.Chunks, drawing.Splits, drawing.SetAside));
    }

    [Fact]
    public void What_a_chunk_brought_is_spread_over_its_time_and_none_is_lost()
    {
        var drawing = Draw(
            Chunk(1, 1, "completed", 1, 101, 101, done: 100, from: 0, to: 30),
            Chunk(2, 2, "completed", 101, 901, 901, done: 800, from: 30, to: 90));

        Assert.Equal(BatchDrawing.Points, drawing.Points.Count);
        Assert.Equal(900, drawing.Points.Sum(p => p * drawing.SecondsPerPoint), 1.0);
        Assert.Equal(100 / 30.0, drawing.Points[0], 0.01);
        Assert.Equal(800 / 60.0, drawing.Points[^1], 0.01);
    }

    [Fact]
    public void Before_its_start_a_batch_has_no_rate() =>
        Assert.Empty(BatchDrawing.Of([Chunk(1, 1, "ready", 1, 1, 9)], Batch() with { StartedAt = null }, Start).Points);

    static BatchDrawingView Draw(params ChunkTrace[] chunks) => BatchDrawing.Of(chunks, Batch(), Start.AddDays(1));

    static BatchSummary Batch() => new()
    {
        Name = "july.txt",
        State = BatchState.Completed,
        Priority = "normal",
        Host = "here",
        Lines = 900,
        StartedAt = Start,
        FinishedAt = Start.AddSeconds(90),
    };

    static ChunkTrace Chunk(
        long id, long payload, string state, long first, long next, long end, long done = 0, int from = 0, int to = 90) =>
        new()
        {
            Id = id,
            PayloadId = payload,
            State = state,
            FirstLine = first,
            NextLine = next,
            EndLine = end,
            Done = done,
            Attempt = 1,
            StartedAt = Start.AddSeconds(from),
            EndedAt = Start.AddSeconds(to),
        };
}
