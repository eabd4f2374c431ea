using System.Diagnostics;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// One number of up to 64 bits, completely split: small primes, then for what they leave a primality test, powers, and
/// a factor-finding method on each part until only primes remain.
/// </summary>
static class WordFactorizer
{
    /// <summary>No number below 2^64 has more prime factors than 2^63.</summary>
    public const int MaxFactors = 63;

    /// <summary>Appends the complete factorization of every number, in order.</summary>
    public static void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run)
    {
        Span<ulong> factors = stackalloc ulong[MaxFactors];
        foreach (var number in numbers)
        {
            run.StartNumber();
            run.Continue();
            var count = Split(number, factors, run, out var method);
            output.Add(factors[..count], 1, method);
        }
    }

    /// <summary>
    /// Splits any n completely: ascending, with multiplicity, the product checked; returns how many factors it wrote
    /// into <paramref name="factors"/>, which has at least <see cref="MaxFactors"/> places. 0 and 1 have none.
    /// </summary>
    public static int Split(ulong n, Span<ulong> factors, FactoringRun run, out FactoringMethod method)
    {
        method = FactoringMethod.None;
        if (n < 2) return 0;

        method = FactoringMethod.TrialDivision;
        var count = TrialDivision.Divide(n, factors, out var rest);
        if (rest > 1) count += SplitRest(rest, factors[count..], run, ref method);
        if (count == 1) method = FactoringMethod.Prime;
        Check(n, factors[..count]);
        return count;
    }

    /// <summary>Splits what trial division left, which is above 1.</summary>
    static int SplitRest(ulong rest, Span<ulong> factors, FactoringRun run, ref FactoringMethod method)
    {
        if (TrialDivision.IsCertainlyPrime(rest) || Primality.IsPrimeWithoutSmallFactors(rest))
        {
            factors[0] = rest;
            return 1;
        }

        int count;
        if (PerfectPower.TrySplit(rest, out var root, out var exponent))
        {
            method = FactoringMethods.Stronger(method, FactoringMethod.PerfectPower);
            var inRoot = SplitRest(root, factors, run, ref method);
            count = inRoot * exponent;
            for (var copy = inRoot; copy < count; copy += inRoot) factors[..inRoot].CopyTo(factors[copy..]);
        }
        else
        {
            method = FactoringMethods.Stronger(method, FactoringMethod.Rho);
            var factor = Rho.FindFactor(rest, run);
            count = SplitRest(factor, factors, run, ref method);
            count += SplitRest(rest / factor, factors[count..], run, ref method);
        }
        factors[..count].Sort();
        return count;
    }

    static void Check(ulong n, ReadOnlySpan<ulong> factors)
    {
        var product = 1UL;
        foreach (var factor in factors) product *= factor;
        if (product != n) throw new UnreachableException($"The factors found for {n} multiply to {product}.");
    }
}
