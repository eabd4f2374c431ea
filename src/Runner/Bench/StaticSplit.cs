namespace BatchRunner.Runner.Bench;

/// <summary>
/// The post's way to share work out: neighbours of equal count, decided beforehand, however hard they are.
/// </summary>
static class StaticSplit
{
    /// <summary>One slice a part; the last ones are shorter, or empty when there are too many parts.</summary>
    internal static IReadOnlyList<Range> Slices(int count, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var size = (count + parts - 1) / parts;
        return [.. Enumerable.Range(0, parts).Select(i => Math.Min(size * i, count)..Math.Min(size * (i + 1), count))];
    }
}
