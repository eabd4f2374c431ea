namespace BatchRunner.Benchmarks;

/// <summary>One kind of numbers: CPU microseconds a number of each path of ours and each rival, NaN where not run.</summary>
sealed record SpeedRow(string Name, IReadOnlyDictionary<string, double> Micros)
{
    public double On(string column) => Micros.GetValueOrDefault(column, double.NaN);
}
