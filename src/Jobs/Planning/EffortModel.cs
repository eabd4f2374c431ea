using BatchRunner.Factoring;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// What numbers are predicted to cost when each may take a budget at most. Planning, splitting and progress all ask the
/// same model, so that what they add up fits together. In CPU microseconds of the machine that
/// <see cref="EffortEstimate"/> was measured on; <see cref="MachinePace"/> knows how others differ.
/// </summary>
public sealed class EffortModel
{
    /// <summary>
    /// What a number costs the durable path beside its factoring: its row, its share of the commit, its line of the
    /// export. Measured by tests/Benchmarks -- durable.
    /// </summary>
    public const double RowMicros = 2.5;

    const int TabledDigits = 1024;

    readonly double _most;
    readonly double[] _micros;

    /// <param name="budget">CPU time a number may take; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    public EffortModel(TimeSpan budget)
    {
        _most = budget == Timeout.InfiniteTimeSpan ? double.PositiveInfinity : budget.TotalMicroseconds;
        _micros = [0, .. Enumerable.Range(1, TabledDigits).Select(d => Math.Min(EffortEstimate.Micros(d), _most))];
    }

    /// <summary>CPU microseconds a number may take; infinite without a budget.</summary>
    public double Budget => _most;

    /// <summary>CPU microseconds a number of so many digits takes on average.</summary>
    public double Micros(int digits) =>
        digits <= TabledDigits ? _micros[digits] : Math.Min(EffortEstimate.Micros(digits), _most);

    /// <summary>CPU microseconds a hard number of so many digits takes.</summary>
    public double HardMicros(int digits) => Math.Min(EffortEstimate.HardMicros(digits), _most);

    /// <summary>The digits of which a number takes about so much on average: the other way round.</summary>
    public int Digits(double micros)
    {
        var found = Array.BinarySearch(_micros, micros);
        return Math.Clamp(found < 0 ? ~found : found, 1, TabledDigits);
    }
}
