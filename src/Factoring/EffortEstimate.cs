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
        return decimalDigits <= 19 ? 1 + decimalDigits : AboveWords(decimalDigits);
    }

    // Means over uniform numbers of 20 to 55 digits, AMD EPYC family 26 with AVX-512, November 2026: up to 36 digits
    // elliptic curves and small sieves, from there on the sieve's own growth of a third a digit.
    static double AboveWords(int digits) =>
        digits <= 36 ? 60 * Math.Pow(1.1165, digits - 20) : 350 * Math.Pow(1.333, digits - 36);
}
