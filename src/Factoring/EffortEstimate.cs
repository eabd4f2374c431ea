namespace BatchRunner.Factoring;

/// <summary>
/// What a number of a given size is expected to cost before anything else is known about it, in microseconds of one
/// core. A mean over uniform numbers: a single number may cost far less or far more.
/// </summary>
public static class EffortEstimate
{
    /// <param name="decimalDigits">Number of significant decimal digits, at least 1.</param>
    /// <returns>Microseconds, at least a fraction of one.</returns>
    public static double Micros(int decimalDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimalDigits, 1);
        return decimalDigits <= 19 ? 1 + decimalDigits : 20 * Math.Pow(1.35, decimalDigits - 19);
    }
}
