namespace BatchRunner.Runner.Bench;

/// <summary>One bar of the chart.</summary>
/// <param name="Kind">What shares the work out.</param>
/// <param name="Processes">Processes that factor.</param>
/// <param name="Workers">Threads that factor in each of them.</param>
sealed record Arrangement(ArrangementKind Kind, int Processes, int Workers)
{
    /// <summary>The post's counts.</summary>
    static readonly int[] Counts = [1, 2, 4, 8];

    static readonly int[] FewCounts = [1, 2];

    internal static Arrangement Serial { get; } = new(ArrangementKind.Serial, 1, 1);

    internal int Total => Processes * Workers;

    internal string Label => Kind switch
    {
        ArrangementKind.Serial => "serial",
        ArrangementKind.Threads => Count(Workers, "thread"),
        ArrangementKind.Processes => Count(Processes, "process", "processes"),
        _ when Total == 1 => "1 worker",
        _ => $"{Total} workers, {Processes} x {Workers}",
    };

    /// <summary>What is measured: the post's counts, and this machine's cores if they are another number.</summary>
    internal static IReadOnlyList<Arrangement> All(int cores, bool quick)
    {
        int[] counts = quick ? FewCounts : [.. Counts.Append(cores).Distinct().Order()];
        return
        [
            Serial,
            .. counts.Select(n => new Arrangement(ArrangementKind.Threads, 1, n)),
            .. counts.Select(n => new Arrangement(ArrangementKind.Processes, n, 1)),
            .. counts.SelectMany(n => Queues(n, onTwo: n == 4 || n == cores)),
        ];
    }

    /// <param name="onTwo">Also on two processes, as the default setting has it on a machine with so many cores.</param>
    static IEnumerable<Arrangement> Queues(int workers, bool onTwo)
    {
        yield return new(ArrangementKind.Queue, 1, workers);
        if (workers > 2 && workers % 2 == 0 && onTwo) yield return new(ArrangementKind.Queue, 2, workers / 2);
        if (workers > 1) yield return new(ArrangementKind.Queue, workers, 1);
    }

    static string Count(int count, string one, string? many = null) =>
        count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
