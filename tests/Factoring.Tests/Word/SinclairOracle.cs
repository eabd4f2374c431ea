namespace BatchRunner.Factoring.Tests.Word;

/// <summary>
/// Primality below 2^64 by strong tests to Jim Sinclair's seven bases, on 128-bit integers: shares neither a method nor
/// an arithmetic with what it checks.
/// </summary>
static class SinclairOracle
{
    static readonly ulong[] Bases = [2, 325, 9375, 28178, 450775, 9780504, 1795265022];

    public static bool IsPrime(ulong n)
    {
        if (n < 2) return false;
        foreach (var p in (ReadOnlySpan<ulong>)[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37])
        {
            if (n % p == 0) return n == p;
        }
        return Bases.All(b => b % n == 0 || IsStrongProbablePrime(n, b % n));
    }

    static bool IsStrongProbablePrime(ulong n, ulong witness)
    {
        var odd = n - 1;
        var twos = 0;
        for (; odd % 2 == 0; odd /= 2) twos++;
        UInt128 power = 1;
        for (UInt128 square = witness; odd > 0; odd /= 2, square = square * square % n)
        {
            if (odd % 2 == 1) power = power * square % n;
        }
        if (power == 1 || power == n - 1) return true;
        for (var i = 1; i < twos; i++)
        {
            power = power * power % n;
            if (power == n - 1) return true;
        }
        return false;
    }
}
