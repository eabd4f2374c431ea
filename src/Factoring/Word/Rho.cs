using System.Numerics;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// Pollard's rho: the method that always ends, behind everything faster.
/// <para>
/// x -> x^2 + c modulo n runs into a cycle modulo the unknown p after about sqrt(pi p / 2) steps; a difference of two
/// values then shares p with n. Brent's variant compares with the value at the last power of two and multiplies many
/// differences before one gcd. Cost: two multiplications a step. Source: R. P. Brent, "An improved Monte Carlo
/// factorization algorithm", BIT 20 (1980), 176-184.
/// </para>
/// <para>
/// When the product swallows all of n, the next c is tried, with c + 1 as the start. That ends: with p the least prime
/// and q another one of n, c = p - 2 makes the start a fixed point modulo p, so p divides the first difference taken,
/// x_0 - x_2. q does not: x_2 = x_0 asks for x_1 = x_0, which is c (c + 2) = 0, or for x_0^2 + x_0 + c + 1 = 0, which
/// is (c + 1) (c + 3) = 0, so q would divide one of p - 2, p, p - 1 and p + 1; but all are below q, or p + 1 is even.
/// </para>
/// </summary>
static class Rho
{
    const int StepsPerGcd = 64;

    // 2^14 steps are about 0.2 ms: far below the 50 ms within which a cancellation is to be noticed.
    const long StepsPerTick = 1 << 14;

    /// <summary>A factor, other than 1 and n, of an n that is odd, composite and no power of a prime.</summary>
    public static ulong FindFactor(ulong n, FactoringRun run)
    {
        var field = new Montgomery(n);
        for (ulong seed = 1; ; seed++)
        {
            var factor = Walk(field, field.Enter(seed), field.Enter(seed + 1), run);
            if (factor != n) return factor;
        }
    }

    /// <summary>A factor of the modulus, which may be the modulus itself.</summary>
    static ulong Walk(Montgomery field, ulong constant, ulong start, FactoringRun run)
    {
        var n = field.Modulus;
        var walker = start;
        for (long length = 1; ; length *= 2)
        {
            var anchor = walker;
            for (long i = 0; i < length; i++) walker = Step(field, walker, constant);
            for (long done = 0; done < length; done += StepsPerGcd)
            {
                var steps = Math.Min(StepsPerGcd, length - done);
                var product = field.One;
                for (long i = 0; i < steps; i++)
                {
                    walker = Step(field, walker, constant);
                    product = field.Multiply(product, Difference(anchor, walker));
                }

                var factor = Gcd(product, n);
                if (factor != 1) return factor;
                if (done % StepsPerTick == 0) run.Continue();
            }
        }
    }

    static ulong Step(Montgomery field, ulong x, ulong constant) => field.Add(field.Multiply(x, x), constant);

    static ulong Difference(ulong a, ulong b) => a > b ? a - b : b - a;

    /// <summary>The greatest common divisor with an odd n, by Stein's binary method; gcd(0, n) = n.</summary>
    public static ulong Gcd(ulong a, ulong odd)
    {
        if (a == 0) return odd;
        a >>= BitOperations.TrailingZeroCount(a);
        while (a != odd)
        {
            var difference = Difference(a, odd);
            odd = Math.Min(a, odd);
            a = difference >> BitOperations.TrailingZeroCount(difference);
        }
        return odd;
    }
}
