namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Finds r and k with r^k = n for n of up to 128 bits.
/// <para>
/// Mathematics: the square root comes from the hardware's and one Newton step, r := r + (n - r^2) / 2r; every other
/// root is below 2^43, where the nearest integer to pow(n, 1/k) is exact or n is no k-th power. A candidate counts only
/// when its power is n.
/// </para>
/// <para>Cost: some 100 ns.</para>
/// <para>Source: H. Cohen, A Course in Computational Algebraic Number Theory, section 1.7.</para>
/// </summary>
static class WidePower
{
    /// <summary>The prime exponents that can occur when no factor is below 2^10.</summary>
    static readonly int[] HigherExponents = [3, 5, 7, 11];

    /// <param name="number">Odd, above 1, without prime factors below 2^10.</param>
    /// <returns>The root and a prime exponent, or the number and 1.</returns>
    public static (UInt128 Root, int Exponent) Find(UInt128 number)
    {
        var root = SquareRoot(number);
        if (root * root == number) return (root, 2);

        var real = (double)number;
        foreach (var exponent in HigherExponents)
        {
            var candidate = (UInt128)Math.Round(Math.Pow(real, 1.0 / exponent));
            var power = candidate;
            for (var i = 1; i < exponent; i++) power *= candidate;
            if (power == number) return (candidate, exponent);
        }
        return (number, 1);
    }

    /// <summary>The largest integer whose square is at most the number.</summary>
    public static UInt128 SquareRoot(UInt128 number)
    {
        if (number == 0) return 0;
        var estimate = (UInt128)Math.Min(Math.Sqrt((double)number), 18446744073709549568.0);
        // From any start one Newton step lands on or above the root; from there the iteration falls onto it.
        var root = (estimate + (number / estimate)) >> 1;
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }
}
