using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// The tables of <see cref="SmallPrimes"/> where vectors can load them: aligned, never moved, and padded to a whole
/// vector with entries that divide nothing. Prime i is SmallPrimes.Primes[i].
/// </summary>
static unsafe class PrimeTables
{
    const int Padding = 16;

    // 564 primes, up to 4099: no one divides 64-bit numbers by more.
    const int WordPrimes = 564;

    public static readonly ulong* WordInverses = Copy<ulong>(SmallPrimes.Inverses.AsSpan(0, WordPrimes), 1);
    public static readonly ulong* WordLimits = Copy<ulong>(SmallPrimes.QuotientLimits.AsSpan(0, WordPrimes), 0);
    public static readonly uint* HalfInverses = Copy<uint>(
        Array.ConvertAll(SmallPrimes.Inverses, inverse => (uint)inverse), 1);
    public static readonly uint* HalfLimits = Copy<uint>(
        Array.ConvertAll(SmallPrimes.Primes, prime => uint.MaxValue / prime), 0);

    static T* Copy<T>(ReadOnlySpan<T> values, T padding) where T : unmanaged
    {
        var count = (values.Length + Padding - 1) / Padding * Padding;
        var table = (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 64);
        Span<T> span = new(table, count);
        values.CopyTo(span);
        span[values.Length..].Fill(padding);
        return table;
    }
}
