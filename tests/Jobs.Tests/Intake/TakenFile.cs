using System.Text;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

/// <summary>Everything intake makes of one file, and what follows from it for every line.</summary>
sealed record TakenFile(IReadOnlyList<FileSlice> Slices)
{
    public IntakePoint End => Slices[^1].Reached;

    public IEnumerable<PlannedChunk> Chunks => Slices.SelectMany(slice => slice.Chunks);

    public IReadOnlyList<RejectedLine> Rejects => [.. Slices.SelectMany(slice => slice.Rejects)];

    /// <summary>Line and canonical number, read back from the payloads alone.</summary>
    public IReadOnlyList<(long Line, string Number)> Numbers => [.. Chunks.SelectMany(Unpack)];

    public static TakenFile From(string path, IntakeLimits? limits = null)
    {
        using var file = NumberFile.Open(path, path);
        using var slicer = FileSlicer.Start(file, limits ?? new());
        return new(Drain(slicer));
    }

    public static TakenFile Resumed(string path, IntakeLimits limits, IntakePoint point)
    {
        using var file = NumberFile.Open(path, path);
        using var slicer = FileSlicer.Resume(file, limits, point, CancellationToken.None);
        return new(Drain(slicer));
    }

    public static TakenFile From(byte[] bytes, IntakeLimits? limits = null)
    {
        using var folder = new TempFolder();
        return From(folder.Write("numbers.txt", bytes), limits);
    }

    public static TakenFile FromText(string text) => From(Encoding.UTF8.GetBytes(text));

    static List<FileSlice> Drain(FileSlicer slicer)
    {
        List<FileSlice> slices = [];
        while (slicer.Next(CancellationToken.None) is { } slice) slices.Add(slice);
        return slices;
    }

    static IEnumerable<(long, string)> Unpack(PlannedChunk chunk)
    {
        var lines = Encoding.ASCII.GetString(chunk.Payload.Span).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(chunk.EndLine - chunk.FirstLine, lines.Length - 1);
        Assert.NotEqual("", lines[0]);
        Assert.NotEqual("", lines[^2]);
        var numbers = lines.Index().Where(line => line.Item.Length > 0).ToList();
        Assert.Equal(chunk.Numbers, numbers.Count);
        return numbers.Select(line => (chunk.FirstLine + line.Index, line.Item));
    }
}
