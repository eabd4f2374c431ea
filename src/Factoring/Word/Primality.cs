using System.Numerics;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// Deterministic primality below 2^64: the strong test to base 2, then a Lucas test (Baillie and Wagstaff, "Lucas
/// pseudoprimes", Math. Comp. 35 (1980); PSW).
/// <para>
/// The Lucas step is the "almost extra strong" one: Q = 1 and the least P >= 3 with (P^2 - 4 | n) = -1; with
/// n + 1 = d 2^s, n passes when V_d = +-2 or V_{d 2^r} = 0 for an r below s - 1. All 31,894,014 strong pseudoprimes to
/// base 2 below 2^64 are known (J. Feitsma, W. Galway) and none of them passes it (D. Jacobsen, "Pseudoprime
/// statistics, tables, and data"), so below 2^64 the pair is a proof. Cost: one multiplication a bit for the first
/// test, two a bit, side by side, for the second.
/// </para>
/// </summary>
static class Primality
{
    // The product of the odd primes up to 53 fits one word; its gcd with n spares most composites the strong test.
    const int DivisionsFirst = 15;

    public static bool IsPrime(ulong n)
    {
        if (n < 3 || (n & 1) == 0) return n == 2;
        for (var i = 0; i < DivisionsFirst; i++)
        {
            if (n * SmallPrimes.Inverses[i] <= SmallPrimes.QuotientLimits[i]) return n == SmallPrimes.Primes[i];
        }
        return IsPrimeWithoutSmallFactors(n);
    }

    /// <param name="n">Odd, above 53, and without a factor up to 53.</param>
    public static bool IsPrimeWithoutSmallFactors(ulong n)
    {
        if (n < 59 * 59) return true;
        var field = new Montgomery(n);
        return IsStrongProbablePrimeToBaseTwo(field) && IsLucasProbablePrime(field);
    }

    public static bool IsStrongProbablePrimeToBaseTwo(Montgomery field)
    {
        var n = field.Modulus;
        var twos = BitOperations.TrailingZeroCount(n - 1);
        var odd = (n - 1) >> twos;
        var power = field.One;
        for (var bit = 63 - BitOperations.LeadingZeroCount(odd); bit >= 0; bit--)
        {
            power = field.Multiply(power, power);
            if (((odd >> bit) & 1) != 0) power = field.Double(power);
        }

        var minusOne = n - field.One;
        if (power == field.One || power == minusOne) return true;
        for (var r = 1; r < twos; r++)
        {
            power = field.Multiply(power, power);
            if (power == minusOne) return true;
        }
        return false;
    }

    public static bool IsLucasProbablePrime(Montgomery field)
    {
        var n = field.Modulus;
        if (PerfectPower.IsSquare(n, out _)) return false;
        var p = LucasParameter(n);
        if (p == 0) return false;

        var twos = BitOperations.TrailingZeroCount(n + 1);
        var odd = (n + 1) >> twos;
        var two = field.Double(field.One);
        var step = field.Enter(p);
        var low = two;
        var high = step;
        for (var bit = 63 - BitOperations.LeadingZeroCount(odd); bit >= 0; bit--)
        {
            var middle = field.Subtract(field.Multiply(low, high), step);
            if (((odd >> bit) & 1) != 0)
            {
                high = field.Subtract(field.Multiply(high, high), two);
                low = middle;
            }
            else
            {
                low = field.Subtract(field.Multiply(low, low), two);
                high = middle;
            }
        }

        if (low == two || low == n - two) return true;
        for (var r = 0; r < twos - 1; r++)
        {
            if (low == 0) return true;
            low = field.Subtract(field.Multiply(low, low), two);
        }
        return false;
    }

    /// <summary>The least P >= 3 with (P^2 - 4 | n) = -1, or 0 when a symbol of 0 shows n composite.</summary>
    /// <param name="n">Odd and no square: for a square no such P exists.</param>
    public static uint LucasParameter(ulong n)
    {
        for (uint p = 3; ; p++)
        {
            var discriminant = p * p - 4;
            var symbol = Jacobi(discriminant, n);
            if (symbol < 0) return p;
            if (symbol == 0 && n > discriminant) return 0;
        }
    }

    /// <summary>The Jacobi symbol (a | n) for odd n, by quadratic reciprocity.</summary>
    public static int Jacobi(ulong a, ulong n)
    {
        var sign = 1;
        a %= n;
        while (a != 0)
        {
            var twos = BitOperations.TrailingZeroCount(a);
            a >>= twos;
            if ((twos & 1) != 0 && (n & 7) is 3 or 5) sign = -sign;
            if ((a & n & 3) == 3) sign = -sign;
            (a, n) = (n % a, a);
        }
        return n == 1 ? sign : 0;
    }
}
