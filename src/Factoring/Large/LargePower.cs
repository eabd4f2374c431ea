using System.Numerics;

namespace BatchRunner.Factoring.Large;

/// <summary>
/// Finds r and k with r^k = n.
/// <para>
/// Mathematics: only prime k need trying, up to log n / log of the least possible factor. A k-th power is a k-th power
/// modulo every prime q = 1 (mod k): n^((q-1)/k) is then 0 or 1. A few such q refuse nearly every n before Newton's
/// iteration x := ((k-1) x + n / x^(k-1)) / k computes the root, which is proven by raising it again. The logarithm
/// gives the first forty bits of the root: from far above it each step would take off only a k-th part.
/// </para>
/// <para>Cost: two remainders of n a k; the root itself only for what passes.</para>
/// <para>Source: D. J. Bernstein, Detecting perfect powers in essentially linear time, Math. Comp. 67 (1998).</para>
/// </summary>
static class LargePower
{
    const int Refusals = 3;

    /// <param name="number">Above 1, with no prime factor below <paramref name="leastFactor"/>.</param>
    /// <param name="leastFactor">At least 2.</param>
    /// <param name="run">Asked between exponents and steps; when it says stop, the search ends as if nothing was
    /// found.</param>
    /// <returns>The root and a prime exponent, or the number and 1.</returns>
    public static (BigInteger Root, int Exponent) Find(BigInteger number, uint leastFactor, FactoringRun run)
    {
        var most = (int)(number.GetBitLength() / BitOperations.Log2(leastFactor));
        for (var exponent = 2; exponent <= most; exponent++)
        {
            if (!IsSmallPrime((uint)exponent)) continue;
            if (!run.Continue()) break;
            if (Refuse(number, (uint)exponent)) continue;
            var root = Root(number, exponent, run);
            if (BigInteger.Pow(root, exponent) == number) return (root, exponent);
        }
        return (number, 1);
    }

    static bool Refuse(BigInteger number, uint exponent)
    {
        var found = 0;
        for (var q = (2 * exponent) + 1; found < Refusals; q += 2 * exponent)
        {
            if (!IsSmallPrime(q)) continue;
            found++;
            var residue = (uint)(number % q);
            if (residue != 0 && BigInteger.ModPow(residue, (q - 1) / exponent, q) != BigInteger.One) return true;
        }
        return false;
    }

    static BigInteger Root(BigInteger number, int exponent, FactoringRun run)
    {
        var log = BigInteger.Log(number, 2) / exponent;
        var below = Math.Max(0, (int)log - 52);
        // From any start one step lands on or above the root; from there the iteration falls onto it.
        var root = Step((BigInteger)Math.Pow(2, log - below) << below);
        while (true)
        {
            var next = Step(root);
            if (next >= root || !run.Continue()) return root;
            root = next;
        }

        BigInteger Step(BigInteger x) => (((exponent - 1) * x) + (number / BigInteger.Pow(x, exponent - 1))) / exponent;
    }

    static bool IsSmallPrime(uint value)
    {
        for (uint d = 2; d * d <= value; d++)
        {
            if (value % d == 0) return false;
        }
        return value > 1;
    }
}
