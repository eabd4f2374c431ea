namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// What the sieve is tuned with, by the size of the number. Measured with <c>benchmarks -- tune-sieve</c> on an AMD
/// EPYC of family 26 (48 KB first-level cache), November 2026.
/// </summary>
/// <param name="FactorBase">Number of primes, 2 included.</param>
/// <param name="IntervalBits">Logarithm of the length of a polynomial's interval.</param>
/// <param name="LargePrimeFactor">A relation may hold one prime up to this many times the largest of the base.</param>
/// <param name="Slack">How many bits of a value may stay unexplained by the sieved primes, large prime
/// included.</param>
/// <param name="FirstSieved">The least prime that is sieved; what is below only shows in the slack.</param>
readonly record struct SieveParameters(
    int FactorBase, int IntervalBits, double LargePrimeFactor, double Slack, int FirstSieved)
{
    static readonly (double Bits, SieveParameters Value)[] Table =
    [
        (50, new(30, 11, 20, 13, 10)),
        (64, new(50, 12, 40, 16, 12)),
        (80, new(80, 13, 60, 19, 16)),
        (96, new(160, 15, 100, 24, 24)),
        (112, new(270, 15, 150, 27, 30)),
        (128, new(504, 15, 150, 29, 40)),
        (132, new(650, 15, 150, 29, 40)),
        (150, new(1200, 15, 150, 30, 45)),
        (166, new(2200, 15, 150, 30, 50)),
        (200, new(4000, 15, 150, 32, 60)),
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
