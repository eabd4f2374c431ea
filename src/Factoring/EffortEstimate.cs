using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring;

/// <summary>
/// What a number of a given size is expected to cost before anything else is known about it, in microseconds of one
/// core without any budget. Above 64 bits sizes differ less than numbers of one size: most uniform numbers lose small
/// factors and are cheap, one in some is a hard composite. So a mean is not enough: see <see cref="Spread"/> and
/// <see cref="HardMicros"/>.
/// </summary>
public static class EffortEstimate
{
    // Measured by tests/Benchmarks -- effort words on an AMD EPYC of family 26, path AVX2: AVX-512 takes half of it,
    // single words one and a half times as much. Index 0 is one digit.
    static readonly double[] OfUpTo64Bits =
    [
        0.03, 0.04, 0.045, 0.05, 0.055, 0.09, 0.12, 0.13, 0.15, 0.28,
        0.41, 0.56, 0.72, 0.92, 1.14, 1.43, 1.73, 2.26, 2.81,
    ];

    // Of 20, 24, 28 ... digits, measured by tests/Benchmarks -- effort uniform 5 and effort hard 4 on the same machine,
    // with AVX-512 and without the 24 microseconds that measuring a single number costs. From 56 digits on too few
    // numbers were measured; there the means follow the hard numbers, which are what they consist of.
    const int FirstAnchor = 20;
    const int AnchorStep = 4;
    static readonly double[] Means =
        [14, 38, 83, 187, 398, 1_000, 2_900, 8_000, 20_500, 57_000, 165_000];
    static readonly double[] Hard =
        [100, 195, 412, 1_275, 2_740, 7_050, 21_000, 68_000, 205_000, 650_000, 1_950_000];
    static readonly double[] Spreads = [0.9, 0.9, 1.0, 1.3, 1.5, 1.65, 1.75, 1.9, 2.3, 2.4, 2.5];

    /// <summary>Growth a digit of the quadratic sieve's time at the end of the tables.</summary>
    const double SieveGrowth = 1.31;

    /// <summary>The last length the sieve serves (<see cref="QuadraticSieve.MostBits"/>).</summary>
    const int SievedDigits = 61;

    // Longer numbers are left to elliptic curves. Five hard ones of 62 digits took between 10 and 530 s on a busy
    // machine, 150 s on average, so this is an order of magnitude. The number of curves grows by 7.7 with every five
    // digits of the factor (P. Zimmermann, B. Dodson, ANTS-VII, table 1), which are ten of the number.
    const double FirstCurvesMicros = 120e6;
    const double CurvesGrowth = 1.227;

    /// <summary>A century: numbers whose cost nobody can wait for need no finer prediction, but a finite one.</summary>
    const double MostMicros = 3.2e15;

    /// <summary>The mean over uniform numbers, rising with their size.</summary>
    /// <param name="decimalDigits">Number of significant decimal digits, at least 1.</param>
    /// <returns>Microseconds, at least a fraction of one.</returns>
    public static double Micros(int decimalDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimalDigits, 1);
        return decimalDigits <= OfUpTo64Bits.Length
            ? OfUpTo64Bits[decimalDigits - 1]
            : Above(Means, decimalDigits);
    }

    /// <summary>
    /// What a hard number of this size costs: a product of two primes of half its length. One that has been worked on
    /// for longer than most of its size is such a number.
    /// </summary>
    /// <param name="decimalDigits">Number of significant decimal digits, at least 1.</param>
    /// <returns>Microseconds.</returns>
    public static double HardMicros(int decimalDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimalDigits, 1);
        // A 64-bit semiprime costs six times the mean of its size.
        return decimalDigits <= OfUpTo64Bits.Length
            ? 6 * OfUpTo64Bits[decimalDigits - 1]
            : Above(Hard, decimalDigits);
    }

    /// <summary>Standard deviation over the mean, of one uniform number.</summary>
    /// <param name="decimalDigits">Number of significant decimal digits, at least 1.</param>
    public static double Spread(int decimalDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimalDigits, 1);
        var anchor = (decimalDigits - FirstAnchor) / AnchorStep;
        return Spreads[Math.Clamp(anchor, 0, Spreads.Length - 1)];
    }

    // Between two anchors as if every digit cost the same factor more.
    static double Above(double[] anchors, int digits)
    {
        if (digits > SievedDigits)
        {
            var curves = FirstCurvesMicros * Math.Pow(CurvesGrowth, digits - SievedDigits - 1);
            return Math.Min(curves * (anchors[^1] / Hard[^1]), MostMicros);
        }
        var (anchor, step) = Math.DivRem(digits - FirstAnchor, AnchorStep);
        return anchor == anchors.Length - 1
            ? anchors[^1] * Math.Pow(SieveGrowth, step)
            : anchors[anchor] * Math.Pow(anchors[anchor + 1] / anchors[anchor], (double)step / AnchorStep);
    }
}
