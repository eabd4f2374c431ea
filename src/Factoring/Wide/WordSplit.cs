using System.Numerics;

namespace BatchRunner.Factoring.Wide;

/// <summary>The complete factorization of what fits one word.</summary>
static class WordSplit
{
    public static int Split(ulong number, Span<UInt128> primes)
    {
        var count = 0;
        Split(number, primes, ref count);
        primes[..count].Sort();
        return count;
    }

    static void Split(ulong number, Span<UInt128> primes, ref int count)
    {
        if (number < 2) return;
        foreach (var p in SmallPrimes.All)
        {
            if ((ulong)p * p > number) break;
            while (number % p == 0)
            {
                primes[count++] = p;
                number /= p;
            }
            if (p > 1000) break;
        }
        if (number == 1) return;
        if (number < 1_000_000 || IsPrime(number))
        {
            primes[count++] = number;
            return;
        }
        var root = WidePower.SquareRoot(number);
        var divisor = root * root == number
            ? (ulong)root
            : (ulong)BrentRho.Split<Ring128, UInt128>(new(number), new(TimeProvider.System, CancellationToken.None));
        Split(divisor, primes, ref count);
        Split(number / divisor, primes, ref count);
    }

    static bool IsPrime(ulong n)
    {
        foreach (var b in (ReadOnlySpan<int>)[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37])
        {
            var d = n - 1;
            var s = BitOperations.TrailingZeroCount(d);
            var x = BigInteger.ModPow(b, d >> s, n);
            var good = x.IsOne || x == n - 1;
            for (var r = 1; r < s && !good; r++)
            {
                x = x * x % n;
                good = x == n - 1;
            }
            if (!good) return false;
        }
        return true;
    }
}
