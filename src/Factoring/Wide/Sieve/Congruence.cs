using System.Numerics;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The last step: from relations whose values multiply to a square, X^2 = Y^2 modulo N and the divisor gcd(X - Y, N).
/// <para>Cost: a product for every relation, and for every prime as many as its exponent has bits.</para>
/// </summary>
sealed class Congruence
{
    // Products and powers of a word or two: some microseconds each.
    const int FactorsPerLook = 128;

    int[] _exponents = [];

    /// <summary>A proper divisor of the modulus, or 1 when X = +-Y or the run must end.</summary>
    public TInteger Divisor<TRing, T, TInteger>(
        in TRing ring, FactorBase primes, Relations relations, List<(int One, int Other)> rows, List<int> members,
        FactoringRun run)
        where TRing : struct, IResidueRing<T>, IDivisors<T, TInteger>
        where T : struct
        where TInteger : struct, INumber<TInteger>
    {
        if (_exponents.Length < primes.Count) _exponents = new int[primes.Count];
        var exponents = _exponents.AsSpan(0, primes.Count);
        exponents.Clear();
        T x = ring.Zero(), y = ring.Zero(), factor = ring.Zero(), word = ring.Zero(), shift = ring.Zero();
        ring.Load(ref x, 1);
        ring.Load(ref y, 1);
        ring.Load(ref shift, 1UL << 32);
        ring.Multiply(ref shift, shift, shift);
        for (var i = 0; i < members.Count; i++)
        {
            if (i % FactorsPerLook == FactorsPerLook - 1 && !run.Continue()) return TInteger.One;
            var (one, other) = rows[members[i]];
            TakeIn(ring, one, exponents);
            if (other < 0) continue;
            TakeIn(ring, other, exponents);
            ring.Load(ref factor, relations.LargePrime(one));
            ring.Multiply(ref y, y, factor);
        }
        for (var i = 0; i < exponents.Length; i++)
        {
            if (i % FactorsPerLook == FactorsPerLook - 1 && !run.Continue()) return TInteger.One;
            ring.Load(ref factor, primes.Prime[i]);
            for (var exponent = exponents[i] / 2; exponent > 0; exponent >>= 1)
            {
                if ((exponent & 1) != 0) ring.Multiply(ref y, y, factor);
                ring.Multiply(ref factor, factor, factor);
            }
        }
        ring.Subtract(ref x, x, y);
        return ring.AreEqual(x, ring.Zero()) ? TInteger.One : ring.CommonDivisor(x);

        void TakeIn(in TRing ring, int relation, Span<int> exponents)
        {
            foreach (var index in relations.Factors(relation))
            {
                if (index != Relations.Sign) exponents[index]++;
            }
            var root = relations.Root(relation);
            ring.Load(ref factor, (ulong)(root >> 64));
            ring.Multiply(ref factor, factor, shift);
            ring.Load(ref word, (ulong)root);
            ring.Add(ref factor, factor, word);
            ring.Multiply(ref x, x, factor);
        }
    }
}
