using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The three loops of the sieve that gain from wide registers, each in 512 bits, 256 bits and plain words. Which one
/// runs never changes a result.
/// </summary>
static class SieveKernel
{
    /// <summary>root := root + shift, or root - shift, modulo each prime; arrays are padded to full vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(uint[] roots, uint[] shifts, uint[] primes, int count, bool forward, FactoringPath path)
    {
        ref var root = ref MemoryMarshal.GetArrayDataReference(roots);
        ref var shift = ref MemoryMarshal.GetArrayDataReference(shifts);
        ref var prime = ref MemoryMarshal.GetArrayDataReference(primes);
        nuint i = 0;
        if (path == FactoringPath.Avx512)
        {
            for (; i < (nuint)count; i += 16)
            {
                var r = Vector512.LoadUnsafe(ref root, i);
                var s = Vector512.LoadUnsafe(ref shift, i);
                var p = Vector512.LoadUnsafe(ref prime, i);
                // Of x and x +- p the one inside [0, p) is the smaller as an unsigned number.
                var moved = forward ? r + s : r - s;
                Vector512.Min(moved, forward ? moved - p : moved + p).StoreUnsafe(ref root, i);
            }
        }
        else if (path == FactoringPath.Avx2)
        {
            for (; i < (nuint)count; i += 8)
            {
                var r = Vector256.LoadUnsafe(ref root, i);
                var s = Vector256.LoadUnsafe(ref shift, i);
                var p = Vector256.LoadUnsafe(ref prime, i);
                var moved = forward ? r + s : r - s;
                Vector256.Min(moved, forward ? moved - p : moved + p).StoreUnsafe(ref root, i);
            }
        }
        else
        {
            for (; i < (nuint)count; i++)
            {
                var moved = forward ? Unsafe.Add(ref root, i) + Unsafe.Add(ref shift, i)
                    : Unsafe.Add(ref root, i) - Unsafe.Add(ref shift, i);
                var p = Unsafe.Add(ref prime, i);
                Unsafe.Add(ref root, i) = Math.Min(moved, forward ? moved - p : moved + p);
            }
        }
    }

    /// <summary>Writes the positions whose byte has its top bit set; the length is a multiple of 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(ReadOnlySpan<byte> sieve, Span<int> positions, FactoringPath path)
    {
        var found = 0;
        ref var start = ref MemoryMarshal.GetReference(sieve);
        for (nuint at = 0; at < (nuint)sieve.Length; at += 128)
        {
            if (!AnyTopBit(ref start, at, path)) continue;
            for (nuint word = at; word < at + 128; word += 8)
            {
                var bits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, word)) & 0x8080808080808080;
                for (; bits != 0 && found < positions.Length; bits &= bits - 1)
                    positions[found++] = (int)word + (BitOperations.TrailingZeroCount(bits) >> 3);
            }
        }
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool AnyTopBit(ref byte start, nuint at, FactoringPath path)
    {
        if (path == FactoringPath.Avx512)
        {
            var both = Vector512.LoadUnsafe(ref start, at) | Vector512.LoadUnsafe(ref start, at + 64);
            return both.ExtractMostSignificantBits() != 0;
        }
        if (path == FactoringPath.Avx2)
        {
            var half = Vector256.LoadUnsafe(ref start, at) | Vector256.LoadUnsafe(ref start, at + 32);
            var rest = Vector256.LoadUnsafe(ref start, at + 64) | Vector256.LoadUnsafe(ref start, at + 96);
            return (half | rest).ExtractMostSignificantBits() != 0;
        }
        ulong any = 0;
        for (nuint word = 0; word < 128; word += 8)
            any |= Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at + word));
        return (any & 0x8080808080808080) != 0;
    }

    /// <summary>
    /// Writes the indices of the primes that have <paramref name="position"/> on one of their two progressions. With
    /// d = position - root + p, p divides d exactly when d p^-1 mod 2^32 is at most floor((2^32 - 1) / p).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Match(
        Polynomial polynomial, FactorBase primes, uint position, Span<int> indices, FactoringPath path)
    {
        var found = 0;
        ref var first = ref MemoryMarshal.GetArrayDataReference(polynomial.FirstRoot);
        ref var second = ref MemoryMarshal.GetArrayDataReference(polynomial.SecondRoot);
        ref var prime = ref MemoryMarshal.GetArrayDataReference(primes.Prime);
        ref var inverse = ref MemoryMarshal.GetArrayDataReference(primes.Inverse);
        ref var limit = ref MemoryMarshal.GetArrayDataReference(primes.QuotientLimit);
        nuint i = 0;
        var count = (nuint)primes.Count;
        if (path == FactoringPath.Avx512)
        {
            var x = Vector512.Create(position);
            for (; i < count; i += 16)
            {
                var start = x + Vector512.LoadUnsafe(ref prime, i);
                var v = Vector512.LoadUnsafe(ref inverse, i);
                var most = Vector512.LoadUnsafe(ref limit, i);
                var one = (start - Vector512.LoadUnsafe(ref first, i)) * v;
                var other = (start - Vector512.LoadUnsafe(ref second, i)) * v;
                var hit = Vector512.LessThanOrEqual(Vector512.Min(one, other), most).ExtractMostSignificantBits();
                for (; hit != 0; hit &= hit - 1) indices[found++] = (int)i + BitOperations.TrailingZeroCount(hit);
            }
        }
        else if (path == FactoringPath.Avx2)
        {
            var x = Vector256.Create(position);
            for (; i < count; i += 8)
            {
                var start = x + Vector256.LoadUnsafe(ref prime, i);
                var v = Vector256.LoadUnsafe(ref inverse, i);
                var most = Vector256.LoadUnsafe(ref limit, i);
                var one = (start - Vector256.LoadUnsafe(ref first, i)) * v;
                var other = (start - Vector256.LoadUnsafe(ref second, i)) * v;
                var hit = Vector256.LessThanOrEqual(Vector256.Min(one, other), most).ExtractMostSignificantBits();
                for (; hit != 0; hit &= hit - 1) indices[found++] = (int)i + BitOperations.TrailingZeroCount(hit);
            }
        }
        else
        {
            for (; i < count; i++)
            {
                var start = position + Unsafe.Add(ref prime, i);
                var v = Unsafe.Add(ref inverse, i);
                var least = Math.Min((start - Unsafe.Add(ref first, i)) * v, (start - Unsafe.Add(ref second, i)) * v);
                if (least <= Unsafe.Add(ref limit, i)) indices[found++] = (int)i;
            }
        }
        return found;
    }
}
