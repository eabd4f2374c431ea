using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>The same file bare and durable, run by run.</summary>
/// <param name="What">The file.</param>
/// <param name="Numbers">In it.</param>
/// <param name="Pairs"><c>factor -j 2</c> and <c>run</c> on 2 processes of 1 worker.</param>
sealed record DurableRow(string What, int Numbers, IReadOnlyList<(ProcessTree Bare, ProcessTree Durable)> Pairs)
{
    public double BareCpu => Median.Of([.. Pairs.Select(pair => pair.Bare.CpuSeconds)]);

    public double DurableCpu => Median.Of([.. Pairs.Select(pair => pair.Durable.CpuSeconds)]);

    /// <summary>CPU microseconds a number that durability adds.</summary>
    public double OverheadMicros =>
        Median.Of([.. Pairs.Select(pair => (pair.Durable.CpuSeconds - pair.Bare.CpuSeconds) / Numbers * 1e6)]);

    public double WallRatio => Median.Of([.. Pairs.Select(pair => pair.Durable.WallSeconds / pair.Bare.WallSeconds)]);
}
