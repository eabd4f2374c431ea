using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The lines of a batch in reading order, coloured by what became of them. Drawn from ranges, so that it costs the same
/// for ten chunks and ten thousand.
/// </summary>
public sealed partial class ChunkMap
{
    const int Columns = 240;
    const int Rows = 6;
    const int Cells = Columns * Rows;
    const int RowHeight = 10;
    const int BarHeight = 8;

    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
    [Parameter, EditorRequired] public required BatchDrawingView Drawing { get; set; }

    string Label
    {
        get
        {
            var running = Drawing.Ranges.Count(r => r.State == "running");
            var failed = Drawing.Ranges.Count(r => r.State == "failed");
            return $"{Wording.Counted(Drawing.Chunks, "chunk", "chunks")} over "
                + $"{Wording.Counted(Batch.Lines, "line", "lines")}: {Wording.Percent(Batch.Done, Batch.Numbers)} done, "
                + $"{Wording.Counted(running, "range", "ranges")} in hand, {Wording.Count(failed)} failed";
        }
    }

    /// <summary>Neighbouring cells of one state as one rectangle.</summary>
    IEnumerable<(string State, int X, int Y, int Width)> Runs
    {
        get
        {
            var cells = Paint();
            for (var at = 0; at < Cells;)
            {
                var end = at + 1;
                while (end < Cells && end % Columns != 0 && cells[end] == cells[at]) end++;
                if (cells[at] is { } state)
                    yield return (state, at % Columns, at / Columns * RowHeight, end - at);
                at = end;
            }
        }
    }

    string?[] Paint()
    {
        var cells = new string?[Cells];
        var lines = Math.Max(1, Batch.Lines);
        // What somebody should see is painted last and never lost between two cells.
        foreach (var range in Drawing.Ranges.OrderBy(r => Rank(r.State)))
        {
            if (range.State == "ready") continue;

            var from = (int)Math.Clamp((range.FromLine - 1) * (double)Cells / lines, 0, Cells - 1);
            var to = (int)Math.Clamp(Math.Ceiling((range.ToLine - 1) * (double)Cells / lines), from + 1, Cells);
            for (var cell = from; cell < to; cell++) cells[cell] = range.State;
        }
        return cells;
    }

    static int Rank(string state) => state switch
    {
        "failed" => 3,
        "running" => 2,
        "cancelled" => 1,
        _ => 0,
    };
}
