namespace BatchRunner.Factoring.Tests.Word;

/// <summary>The naive function everything began with: slow, and too simple to be wrong.</summary>
static class BlogOracle
{
    public static List<ulong> Factorize(ulong n)
    {
        List<ulong> factors = [];
        if (n < 2) return factors;
        for (ulong p = 2; ;)
        {
            if (n == 1) return factors;
            if (n % p == 0)
            {
                factors.Add(p);
                n /= p;
            }
            else if (p * p >= n)
            {
                factors.Add(n);
                return factors;
            }
            else
            {
                p += p > 2 ? 2UL : 1UL;
            }
        }
    }
}
