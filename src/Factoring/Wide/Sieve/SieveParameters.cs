namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// What the sieve is tuned with, by the size of the number. Measured with <c>benchmarks -- tune-sieve</c> on an AMD
/// EPYC of family 26 (48 KB first-level cache), November 2026.
/// </summary>
/// <param name="FactorBase">Number of primes, 2 included.</param>
/// <param name="IntervalBits">Logarithm of the length of a polynomial's interval.</param>
/// <param name="LargePrimeFactor">A relation may hold one prime up to this many times the largest of the base.</param>
/// <param name="Slack">How many bits of a value may stay unexplained by the sieved primes, large prime included.</param>
/// <param name="FirstSieved">The least prime that is sieved; what is below only shows in the slack.</param>
readonly record struct SieveParameters(
    int FactorBase, int IntervalBits, double LargePrimeFactor, double Slack, int FirstSieved)
{
    static readonly (double Bits, SieveParameters Value)[] Table =
    [
        (50, new(30, 12, 10, 12, 12)),
        (64, new(42, 13, 20, 14, 16)),
        (80, new(60, 14, 30, 16, 20)),
        (96, new(96, 15, 40, 18, 24)),
        (112, new(150, 15, 40, 19, 30)),
        (128, new(230, 16, 40, 20, 40)),
        (150, new(500, 16, 40, 22, 50)),
        (166, new(900, 17, 40, 23, 60)),
        (200, new(2800, 18, 50, 25, 80)),
        (220, new(5000, 18, 60, 26, 100)),
    ];

    /// <summary>Interpolated between the measured sizes.</summary>
    public static SieveParameters ForBits(double bits)
    {
        var upper = 1;
        while (upper < Table.Length - 1 && Table[upper].Bits < bits) upper++;
        var (low, from) = Table[upper - 1];
        var (high, to) = Table[upper];
        var part = Math.Clamp((bits - low) / (high - low), 0, 1);
        return new(
            (int)Math.Round(from.FactorBase * Math.Pow((double)to.FactorBase / from.FactorBase, part)),
            (int)Math.Round(from.IntervalBits + (part * (to.IntervalBits - from.IntervalBits))),
            from.LargePrimeFactor + (part * (to.LargePrimeFactor - from.LargePrimeFactor)),
            from.Slack + (part * (to.Slack - from.Slack)),
            (int)Math.Round(from.FirstSieved + (part * (to.FirstSieved - from.FirstSieved))));
    }
}
