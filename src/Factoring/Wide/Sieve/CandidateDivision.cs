using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// Splits the value at one candidate position over the factor base.
/// <para>Mathematics: only primes whose progressions meet the position can divide Q(x), beside 2 and those of A. An
/// exact division of a two-word value multiplies by p^-1 modulo 2^128, and the quotient times p tells whether it was
/// exact.</para>
/// <para>Cost: one vector comparison for every 16 primes, some ten instructions a division.</para>
/// <para>Source: T. Jebelean, An algorithm for exact division, J. Symbolic Computation 15 (1993).</para>
/// </summary>
sealed class CandidateDivision
{
    readonly ushort[] _factors = new ushort[256];
    int[] _matches = [];
    int _count;

    public ReadOnlySpan<ushort> Factors => _factors;

    /// <summary>Returns how many <see cref="Factors"/> A Q(x) has; <paramref name="rest"/> is what they
    /// leave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Divide(
        Polynomial polynomial, FactorBase primes, int position, int half, ReadOnlySpan<int> coefficient,
        FactoringPath path, out UInt128 root, out UInt128 rest)
    {
        var x = (UInt128)(Int128)(position - half);
        var linear = unchecked(polynomial.A * x);
        var value = unchecked(((linear + (polynomial.B << 1)) * x) + polynomial.C);
        linear = unchecked(linear + polynomial.B);
        root = Absolute(linear, out _);
        rest = Absolute(value, out var negative);
        _count = 0;
        if (negative) _factors[_count++] = Relations.Sign;

        var twos = (int)UInt128.TrailingZeroCount(rest);
        if (rest == 0) return 0;
        rest >>= twos;
        for (var i = 0; i < twos; i++) _factors[_count++] = 0;

        ulong low = (ulong)rest, high = (ulong)(rest >> 64);
        foreach (var factor in coefficient)
        {
            _factors[_count++] = (ushort)factor;
            Remove(ref low, ref high, primes, factor);
        }
        if (_matches.Length < primes.Count + FactorBase.Padding) _matches = new int[primes.Count + FactorBase.Padding];
        var found = SieveKernel.Match(polynomial, primes, (uint)position, _matches, path);
        for (var i = 0; i < found; i++)
        {
            if (_matches[i] > 0 && _matches[i] < primes.Count) Remove(ref low, ref high, primes, _matches[i]);
        }
        rest = new(high, low);
        return _count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Remove(ref ulong low, ref ulong high, FactorBase primes, int index)
    {
        var prime = (ulong)primes.Prime[index];
        var inverse = primes.LongInverse[index];
        while (true)
        {
            var quotientLow = low * inverse;
            var carried = WideProduct.High(quotientLow, prime);
            if (carried > high) return;
            var quotientHigh = (high - carried) * inverse;
            if (WideProduct.High(quotientHigh, prime) != 0) return;
            low = quotientLow;
            high = quotientHigh;
            _factors[_count++] = (ushort)index;
        }
    }

    static UInt128 Absolute(UInt128 value, out bool negative)
    {
        negative = (Int128)value < 0;
        return negative ? UInt128.Zero - value : value;
    }
}
