using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>The same file bare, on SQLite and on PostgreSQL, round by round.</summary>
/// <param name="What">The file.</param>
/// <param name="Numbers">In it.</param>
/// <param name="Rounds">One run of each after the other; the server's CPU counts as PostgreSQL's.</param>
sealed record LedgerRow(string What, int Numbers, IReadOnlyList<LedgerRow.Round> Rounds)
{
    public static IReadOnlyList<(string Name, Func<Round, ProcessTree> Of)> Ways { get; } =
        [("factor", r => r.Bare), ("SQLite", r => r.Sqlite), ("PostgreSQL", r => r.Postgres)];

    public double NumbersPerSecond(Func<Round, ProcessTree> of) =>
        Numbers / Median.Of([.. Rounds.Select(r => of(r).WallSeconds)]);

    /// <summary>CPU microseconds a number over those of <c>factor</c>.</summary>
    public double OverheadMicros(Func<Round, ProcessTree> of) =>
        Median.Of([.. Rounds.Select(r => (of(r).CpuSeconds - r.Bare.CpuSeconds) / Numbers * 1e6)]);

    /// <summary>CPU microseconds a number of the PostgreSQL server alone.</summary>
    public double ServerMicros => Median.Of([.. Rounds.Select(r => r.ServerSeconds / Numbers * 1e6)]);

    public double WallRatio(Func<Round, ProcessTree> of) =>
        Median.Of([.. Rounds.Select(r => of(r).WallSeconds / r.Bare.WallSeconds)]);

    /// <param name="ServerSeconds">CPU of the server alone, contained in that of <paramref name="Postgres"/>.</param>
    public sealed record Round(ProcessTree Bare, ProcessTree Sqlite, ProcessTree Postgres, double ServerSeconds);
}
