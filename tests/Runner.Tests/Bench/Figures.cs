using BatchRunner.Runner.Bench;

namespace BatchRunner.Runner.Tests.Bench;

/// <summary>Made-up measurements.</summary>
static class Figures
{
    internal static Arrangement Queue(int processes, int workers) => new(ArrangementKind.Queue, processes, workers);

    /// <summary>One run of each arrangement.</summary>
    internal static MeasuredSet Set(
        string name, IAlgorithm algorithm, double serial, params (Arrangement Arrangement, double Seconds)[] rows) =>
        Experiment.Measured(
            new(name, "made up", [1, 2, 3], algorithm),
            rows.Prepend((Arrangement.Serial, serial)).ToDictionary(row => row.Item1, row => new List<double> { row.Item2 }));

    internal static ExperimentReport Report(params MeasuredSet[] sets) =>
        new(new("Processor <1> & Co", 2, "scalar", ".NET", "System"), 1, sets, new(2, 3, "a reason", true));

    internal static PeerReport Contest() => new(
        new("Processor <1> & Co", 2, "scalar", ".NET", "System"), 1,
        [
            new(PeerList.OneCore, 1, null, "1", "", null),
            new(PeerList.Durable, 2, null, "1", "", null),
            new("GNU factor", 1, null, "9.1", "", PeerList.OneCore),
            new("PARI/GP", 1, "gp is not installed (Debian: apt install pari-gp)", "", "", PeerList.OneCore),
            new("the post's algorithm in Python", 2, null, "Python 3", "", PeerList.Durable),
        ],
        [
            new("easy & <hard>", 1000,
            [
                new(PeerList.OneCore, 1000, [0.001], false),
                new(PeerList.Durable, 1000, [0.003, 0.002, 0.001], false),
                new("GNU factor", 1000, [0.02], false),
                new("the post's algorithm in Python", 4, [8], true),
            ]),
        ]);
}
