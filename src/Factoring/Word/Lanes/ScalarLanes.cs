using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Word.Lanes;

/// <summary>One word a vector: the path of every processor without AVX2, ARM64 among them.</summary>
readonly struct ScalarLanes : ILanes<ulong>
{
    public static int Width => 1;

    public static int HalfDivisorsWidth => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Broadcast(ulong value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong a, ulong b, ulong n, ulong inverse) => Montgomery.Multiply(a, b, n, inverse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b, ulong n) => Montgomery.Subtract(a, n - b, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong a, ulong b, ulong n) => Montgomery.Subtract(a, b, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyStraight(ulong a, ulong b, ulong n, ulong inverse) =>
        SubtractStraight(WideProduct.High(a, b), WideProduct.High(a * b * inverse, n), n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddStraight(ulong a, ulong b, ulong n) => SubtractStraight(a, n - b, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong SubtractStraight(ulong a, ulong b, ulong n)
    {
        var difference = a - b;
        return a < b ? difference + n : difference;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong SelectByTopBit(ulong selector, ulong yes, ulong no) =>
        no ^ ((yes ^ no) & (ulong)((long)selector >> 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ShiftLeftOne(ulong a) => a << 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Equal(ulong a, ulong b) => a == b ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyHalf(ulong a, ulong b, ulong n, ulong inverse)
    {
        var product = (ulong)(uint)a * (uint)b;
        var folded = (uint)product * (uint)inverse * n;
        var difference = (long)(product >> 32) - (long)(folded >> 32);
        return (ulong)(difference + ((difference >> 63) & (long)n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint Divisors(ulong n, ulong* inverses, ulong* quotientLimits) =>
        n * *inverses <= *quotientLimits ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint HalfDivisors(uint n, uint* inverses, uint* quotientLimits) =>
        (n * inverses[0] <= quotientLimits[0] ? 1u : 0u)
        | (n * inverses[1] <= quotientLimits[1] ? 2u : 0u)
        | (n * inverses[2] <= quotientLimits[2] ? 4u : 0u)
        | (n * inverses[3] <= quotientLimits[3] ? 8u : 0u);

    public static unsafe void Gcd(ulong* a, ulong* n, ulong* result, int vectors)
    {
        for (var i = 0; i < vectors; i++) result[i] = Rho.Gcd(a[i], n[i]);
    }
}
