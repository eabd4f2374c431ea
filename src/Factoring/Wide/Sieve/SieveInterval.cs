using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// One byte for every x of a polynomial's interval. It starts at 128 minus the threshold and gains the logarithm of
/// every prime that divides Q(x), so a top bit marks a value that is probably smooth.
/// <para>Cost: 2 / p additions a byte and prime; primes below a block's length go block by block through the
/// first-level cache, longer ones once through the whole interval.</para>
/// <para>Source: C. Pomerance, The quadratic sieve factoring algorithm, EUROCRYPT 84; small-prime variation:
/// R. D. Silverman, Math. Comp. 48 (1987), section 6.</para>
/// </summary>
sealed class SieveInterval
{
    const int BlockLength = 1 << 15;

    byte[] _bytes = [];
    uint[] _first = [];
    uint[] _second = [];
    int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Prepare(int length, int factorBase)
    {
        _length = length;
        if (_bytes.Length < length) _bytes = new byte[length];
        if (_first.Length >= factorBase) return;
        _first = new uint[factorBase];
        _second = new uint[factorBase];
    }

    /// <param name="polynomial">Gives the roots.</param>
    /// <param name="primes">The factor base.</param>
    /// <param name="factors">Indices of the primes of A, ascending: they have no two roots and are left out.</param>
    /// <param name="from">Index of the first prime to sieve with.</param>
    /// <param name="threshold">Sum of logarithms that makes a candidate, at most 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(Polynomial polynomial, FactorBase primes, ReadOnlySpan<int> factors, int from, int threshold)
    {
        _bytes.AsSpan(0, _length).Fill((byte)(128 - threshold));
        ref var start = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var end = primes.Count;
        while (end > from && primes.Prime[end - 1] > BlockLength)
        {
            end--;
            if (factors.Contains(end)) continue;
            var log = primes.Log[end];
            var p = primes.Prime[end];
            for (var x = polynomial.FirstRoot[end]; x < (uint)_length; x += p) Unsafe.Add(ref start, x) += log;
            for (var x = polynomial.SecondRoot[end]; x < (uint)_length; x += p) Unsafe.Add(ref start, x) += log;
        }

        if (_length <= BlockLength)
        {
            FillWhole(polynomial, primes, factors, from, end);
            return;
        }
        polynomial.FirstRoot.AsSpan(0, end).CopyTo(_first);
        polynomial.SecondRoot.AsSpan(0, end).CopyTo(_second);
        for (var block = 0; block < _length; block += BlockLength)
            FillBlock(ref Unsafe.Add(ref start, block), primes, factors, from, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FillWhole(Polynomial polynomial, FactorBase primes, ReadOnlySpan<int> factors, int from, int end)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(_bytes);
        for (var i = from; i < end; i++)
        {
            if (factors.Contains(i)) continue;
            uint first = polynomial.FirstRoot[i], second = polynomial.SecondRoot[i];
            Add(ref start, (uint)_length, primes.Prime[i], primes.Log[i], ref first, ref second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void FillBlock(ref byte start, FactorBase primes, ReadOnlySpan<int> factors, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (factors.Contains(i)) continue;
            Add(ref start, BlockLength, primes.Prime[i], primes.Log[i], ref _first[i], ref _second[i]);
            _first[i] -= BlockLength;
            _second[i] -= BlockLength;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(ref byte start, uint length, uint prime, byte log, ref uint first, ref uint second)
    {
        nuint low = Math.Min(first, second), high = Math.Max(first, second), step = prime, end = length;
        nuint twice = step * 2, fourfold = step * 4;
        if (high + fourfold < end)
        {
            var last = end - fourfold;
            while (high < last)
            {
                Unsafe.Add(ref start, low) += log;
                Unsafe.Add(ref start, high) += log;
                Unsafe.Add(ref start, low + step) += log;
                Unsafe.Add(ref start, high + step) += log;
                Unsafe.Add(ref start, low + twice) += log;
                Unsafe.Add(ref start, high + twice) += log;
                Unsafe.Add(ref start, low + twice + step) += log;
                Unsafe.Add(ref start, high + twice + step) += log;
                low += fourfold;
                high += fourfold;
            }
        }
        while (high < end)
        {
            Unsafe.Add(ref start, low) += log;
            Unsafe.Add(ref start, high) += log;
            low += step;
            high += step;
        }
        if (low < end)
        {
            Unsafe.Add(ref start, low) += log;
            low += step;
        }
        first = (uint)low;
        second = (uint)high;
    }
}
