using System.Numerics;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// Square roots and inverses modulo a prime below 2^31.
/// <para>
/// Mathematics: for p = 3 (mod 4) the root of a is a^((p+1)/4); for p = 5 (mod 8), with v = (2a)^((p-5)/8), it is
/// a v (2 a v^2 - 1) (Atkin); else Tonelli and Shanks. Squaring the result tells whether a was a residue at all.
/// </para>
/// <para>Cost: about 1.5 log2 p products.</para>
/// <para>Source: H. Cohen, A Course in Computational Algebraic Number Theory, section 1.5.</para>
/// </summary>
static class ModularRoot
{
    /// <summary>A root of <paramref name="value"/>, or -1 for a non-residue; 0 for 0.</summary>
    public static int Of(uint value, uint prime)
    {
        if (value == 0) return 0;
        if (prime == 2) return 1;
        uint root;
        if ((prime & 3) == 3)
        {
            root = Power(value, (prime + 1) / 4, prime);
        }
        else if ((prime & 7) == 5)
        {
            var twice = value * 2UL % prime;
            var v = Power((uint)twice, (prime - 5) / 8, prime);
            var i = twice * v % prime * v % prime;
            root = (uint)((ulong)value * v % prime * (i + prime - 1) % prime);
        }
        else
        {
            if (Power(value, (prime - 1) / 2, prime) != 1) return -1;
            root = TonelliShanks(value, prime);
        }
        return (ulong)root * root % prime == value ? (int)root : -1;
    }

    public static uint Power(uint value, uint exponent, uint prime)
    {
        ulong result = 1, power = value;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = result * power % prime;
            power = power * power % prime;
        }
        return (uint)result;
    }

    /// <summary>The inverse of a value that is no multiple of the prime, by Euclid's algorithm.</summary>
    public static uint Inverse(uint value, uint prime)
    {
        long a = value % prime, b = prime, x = 1, y = 0;
        while (a > 1)
        {
            var quotient = b / a;
            (a, b) = (b - (quotient * a), a);
            (x, y) = (y - (quotient * x), x);
        }
        return (uint)(x < 0 ? x + prime : x);
    }

    static uint TonelliShanks(uint value, uint prime)
    {
        var twos = BitOperations.TrailingZeroCount(prime - 1);
        var odd = (prime - 1) >> twos;
        uint witness = 3;
        while (Power(witness, (prime - 1) / 2, prime) == 1) witness += 2;

        ulong generator = Power(witness, odd, prime);
        ulong root = Power(value, (odd + 1) / 2, prime);
        ulong rest = Power(value, odd, prime);
        while (rest != 1)
        {
            var order = 0;
            for (var square = rest; square != 1; order++) square = square * square % prime;
            var step = generator;
            for (var i = 0; i < twos - order - 1; i++) step = step * step % prime;
            root = root * step % prime;
            generator = step * step % prime;
            rest = rest * generator % prime;
            twos = order;
        }
        return (uint)root;
    }
}
