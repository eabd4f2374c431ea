using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// Products modulo primes below 2^26, a different prime in every lane.
/// <para>
/// Mathematics: h = a b is exact. Both roundings, of 1/p and of h (1/p), move the quotient x by less than x / 2^52, and
/// from below a multiple of p it is at least 1/p away: with h + p below 2^52 the floor is never too large. It may be
/// too small by one, which one conditional addition mends.
/// </para>
/// <para>Cost: some seven vector instructions a product.</para>
/// </summary>
static class ResidueLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply<T>(T left, T right, T prime, T reciprocal) where T : unmanaged, ILanes<T>
    {
        var product = left * right;
        return Reduce(product, prime, reciprocal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Reduce<T>(T value, T prime, T reciprocal) where T : unmanaged, ILanes<T>
    {
        var remainder = value - (T.Floor(value * reciprocal) * prime);
        return T.AddIfNegative(remainder - prime, prime);
    }

    /// <summary>The inverse by Fermat's little theorem, value^(p-2); 0 for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Inverse<T>(T value, T prime, T reciprocal, int bits) where T : unmanaged, ILanes<T>
    {
        var result = T.All(1);
        var power = value;
        var exponent = prime - T.All(2);
        for (var i = 0; i < bits; i++)
        {
            var half = T.Floor(exponent * T.All(0.5));
            var bit = exponent - half - half;
            exponent = half;
            result = T.SelectNonZero(bit, Multiply(result, power, prime, reciprocal), result);
            power = Multiply(power, power, prime, reciprocal);
        }
        return result;
    }
}
