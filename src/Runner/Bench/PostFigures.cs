namespace BatchRunner.Runner.Bench;

/// <summary>
/// What the text of the post itself says it measured, in Python: "actually slower than the serial implementation, and
/// the more threads are used, the slower it gets", and "3.1 times as fast as the serial version" for eight processes.
/// Its other bars exist only as a picture without figures.
/// </summary>
static class PostFigures
{
    internal const string Source =
        "https://eli.thegreenplace.net/2012/01/16/python-parallelizing-cpu-bound-tasks-with-multiprocessing";

    internal const string Machine = "Python 2, Core i7-2820MQ, 4 cores with hyper-threading, January 2012";

    internal const double EightProcesses = 3.1;

    /// <summary>The post's speed-up over serial; null where it gives no figure.</summary>
    internal static double? SpeedUp(Arrangement arrangement) => arrangement switch
    {
        { Kind: ArrangementKind.Serial } => 1,
        { Kind: ArrangementKind.Processes, Processes: 8 } => EightProcesses,
        _ => null,
    };

    /// <summary>The same for a table's cell.</summary>
    internal static string Cell(Arrangement arrangement) => arrangement switch
    {
        { Kind: ArrangementKind.Serial } => "1",
        { Kind: ArrangementKind.Processes, Processes: 8 } => "3.1",
        { Kind: ArrangementKind.Threads, Workers: 2 or 4 or 8 } => "below 1",
        _ => "",
    };
}
