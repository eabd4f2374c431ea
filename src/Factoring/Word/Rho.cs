using System.Numerics;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// Pollard's rho: the method that always ends, behind everything faster.
/// <para>
/// x -> x^2 + c modulo n runs into a cycle modulo the unknown p after about sqrt(pi p / 2) steps; a difference of two
/// values then shares p with n. Brent's variant compares with the value at the last power of two and multiplies many
/// differences before one gcd; when the product swallows all of n the steps are repeated one by one. Cost: two
/// multiplications a step. Source: R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20 (1980),
/// 176-184.
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
                var checkpoint = walker;
                var steps = Math.Min(StepsPerGcd, length - done);
                var product = field.One;
                for (long i = 0; i < steps; i++)
                {
                    walker = Step(field, walker, constant);
                    product = field.Multiply(product, Difference(anchor, walker));
                }

                var factor = Gcd(product, n);
                if (factor == n) return WalkSlowly(field, constant, anchor, checkpoint);
                if (factor != 1) return factor;
                if (done % StepsPerTick == 0) run.Continue();
            }
        }
    }

    static ulong WalkSlowly(Montgomery field, ulong constant, ulong anchor, ulong walker)
    {
        while (true)
        {
            walker = Step(field, walker, constant);
            var factor = Gcd(Difference(anchor, walker), field.Modulus);
            if (factor != 1) return factor;
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
