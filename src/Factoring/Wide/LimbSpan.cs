using System.Numerics;

namespace BatchRunner.Factoring.Wide;

/// <summary>Bits of a number held as 64-bit limbs, least significant first.</summary>
static class LimbSpan
{
    // 52 limbs (1000 digits) take about 8 us a product: a look at the run is then at most 5 ms away.
    const int LimbProductsPerLook = 1 << 21;

    /// <summary>How many modular products may pass between two looks at the run.</summary>
    public static int ProductsPerLook(int limbs) =>
        (int)Math.Clamp(LimbProductsPerLook / ((long)limbs * limbs), 1, 1024);

    public static bool Bit(ReadOnlySpan<ulong> limbs, int index) => (limbs[index >> 6] >> (index & 63) & 1) != 0;

    public static int BitLength(ReadOnlySpan<ulong> limbs)
    {
        for (var i = limbs.Length - 1; i >= 0; i--)
        {
            if (limbs[i] != 0) return (64 * i) + 64 - BitOperations.LeadingZeroCount(limbs[i]);
        }
        return 0;
    }

    public static int TrailingZeros(ReadOnlySpan<ulong> limbs)
    {
        for (var i = 0; i < limbs.Length; i++)
        {
            if (limbs[i] != 0) return (64 * i) + BitOperations.TrailingZeroCount(limbs[i]);
        }
        return 64 * limbs.Length;
    }

    /// <summary>The number modulo a divisor below 2^32.</summary>
    public static uint Remainder(ReadOnlySpan<ulong> limbs, uint divisor)
    {
        ulong remainder = 0;
        for (var i = limbs.Length - 1; i >= 0; i--)
        {
            remainder = ((remainder << 32) | (limbs[i] >> 32)) % divisor;
            remainder = ((remainder << 32) | (uint)limbs[i]) % divisor;
        }
        return (uint)remainder;
    }
}
