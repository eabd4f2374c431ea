namespace BatchRunner.Factoring.Word;

/// <summary>
/// Exact squares, cubes and fifth powers. Methods that look for one prime modulo n see all copies of it at once and
/// cannot take p^k apart, so powers are taken out before them. Cost: a filter by residues modulo 64, then one
/// floating-point root, corrected to the exact integer.
/// </summary>
static class PerfectPower
{
    // Bit r is set when r is a square modulo 64: 12 of 64 residues pass.
    const ulong SquaresModulo64 = 0x0202021202030213;

    public static bool IsSquare(ulong n, out ulong root)
    {
        root = 0;
        if (((SquaresModulo64 >> (int)(n & 63)) & 1) == 0) return false;
        root = (ulong)Math.Sqrt(n);
        // The double nearest to n may lie 1024 above it, which moves the root by at most one.
        if (root > uint.MaxValue || root * root > n) root--;
        return root * root == n;
    }

    /// <summary>True when n = root^exponent with exponent 2, 3 or 5.</summary>
    public static bool TrySplit(ulong n, out ulong root, out int exponent)
    {
        exponent = 2;
        if (IsSquare(n, out root)) return true;
        exponent = 3;
        root = (ulong)Math.Round(Math.Cbrt(n));
        if (root <= 2642245 && root * root * root == n) return true;
        exponent = 5;
        root = (ulong)Math.Round(Math.Pow(n, 0.2));
        return root <= 7131 && root * root * root * root * root == n;
    }
}
