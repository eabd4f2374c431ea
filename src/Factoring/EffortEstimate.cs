namespace BatchRunner.Factoring;

/// <summary>
/// What a number of a given size is expected to cost before anything else is known about it, in microseconds of one
/// core. A mean over uniform numbers: a single number may cost far less or far more.
/// </summary>
public static class EffortEstimate
{
    // Measured by tests/Benchmarks -- effort on an AMD EPYC of family 26, path AVX2: AVX-512 takes half of it, single
    // words one and a half times as much. Index 0 is one digit.
    static readonly double[] OfUpTo64Bits =
    [
        0.03, 0.04, 0.045, 0.05, 0.055, 0.09, 0.12, 0.13, 0.15, 0.28,
        0.41, 0.56, 0.72, 0.92, 1.14, 1.43, 1.73, 2.26, 2.81, 3.01,
    ];

    /// <param name="decimalDigits">Number of significant decimal digits, at least 1.</param>
    /// <returns>Microseconds, at least a fraction of one.</returns>
    public static double Micros(int decimalDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimalDigits, 1);
        return decimalDigits <= OfUpTo64Bits.Length ? OfUpTo64Bits[decimalDigits - 1] : AboveWords(decimalDigits);
    }

    // Means over uniform numbers of 20 to 55 digits, AMD EPYC family 26 with AVX-512, November 2026: up to 36 digits
    // elliptic curves and small sieves, from there on the sieve's own growth of a third a digit.
    static double AboveWords(int digits) =>
        digits <= 36 ? 60 * Math.Pow(1.1165, digits - 20) : 350 * Math.Pow(1.333, digits - 36);
}
