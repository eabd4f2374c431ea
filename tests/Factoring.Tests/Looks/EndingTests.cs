using System.Numerics;

namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>
/// Numbers of 20 to 1000 digits in every shape, stopped at looks all along their way: what was found is kept, and
/// nearly nothing happens any more.
/// </summary>
public sealed class EndingTests
{
    // What is half done asks a few times more before it gives up, what is pending once.
    const int LooksAfterTheEnd = 12;

    // What fits a word is always split to the end: some microseconds a look.
    const int LooksOfAWord = 32;
    const int MostLooks = 120;

    public static TheoryData<string, int> Numbers
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (var shape in Shapes.Keys)
            {
                foreach (var digits in (int[])[20, 39, 62, 100, 300, 1000])
                    data.Add(shape, digits);
            }
            return data;
        }
    }

    static readonly Dictionary<string, Func<int, BigInteger>> Shapes = new()
    {
        ["semiprime"] = bits => Mersenne(bits / 2) * Mersenne(bits - (bits / 2)),
        ["prime"] = Mersenne,
        ["square"] = bits => BigInteger.Pow(Mersenne(bits / 2), 2),
        ["high power"] = bits => BigInteger.Pow(65537, bits / 17),
        ["small primes"] = bits => BigInteger.Pow(2, bits / 3) * BigInteger.Pow(3, bits / 5),
        ["32-bit primes"] = bits => BigInteger.Pow((BigInteger)4294967291 * 4294967279 * 4294967231, bits / 96),
        ["a small factor"] = bits => 1000003 * Mersenne(bits - 20) * 65539,
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_budget_that_ends_anywhere_ends_the_work_and_keeps_what_was_found(string shape, int digits)
    {
        var number = Shapes[shape]((int)(digits / 0.30103));
        var all = Looks(number, MostLooks).Looks;
        for (var end = 1; end < all; end += Math.Max(1, all / 4))
        {
            var (answer, looks) = Looks(number, end);

            var product = answer.Factors.Aggregate(answer.Cofactor, (left, right) => left * right);
            Assert.True(product == number, $"{shape} of {digits} digits after {end} looks: {product}");
            Assert.False(IsShortPrime(answer.Cofactor), $"{shape} of {digits} digits after {end} looks leaves a prime.");
            var words = answer.Factors.Count(prime => prime <= ulong.MaxValue);
            var pending = (int)(number.GetBitLength() / 64);
            Assert.InRange(looks, 1, end + LooksAfterTheEnd + pending + (words * LooksOfAWord));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_cancellation_anywhere_is_noticed_at_the_next_look(string shape, int digits)
    {
        var number = Shapes[shape]((int)(digits / 0.30103));
        var all = Looks(number, MostLooks).Looks;
        for (var at = 2; at < all - 2; at += Math.Max(1, all / 2))
        {
            using var source = new CancellationTokenSource();
            var moment = at;
            var clock = new Wide.SteppingClock(TimeSpan.FromSeconds(1), look =>
            {
                if (look == moment) source.Cancel();
                // The start of a number reads the clock without asking.
                Assert.True(look <= moment + 1, $"{shape} of {digits} digits: the work went on after look {moment}.");
            });
            var run = new FactoringRun(clock, source.Token) { Budget = TimeSpan.FromSeconds(MostLooks) };

            Assert.Throws<OperationCanceledException>(() => Factorizer.Factorize(number, run));
        }
    }

    static bool IsShortPrime(BigInteger cofactor) =>
        !cofactor.IsOne && BigInteger.Log10(cofactor) < Factorizer.DecidedDigits && PrimeTest.IsPrime(cofactor);

    static (Factorization Answer, int Looks) Looks(BigInteger number, int budget)
    {
        var (run, clock) = CountingClock.Run(budget);
        return (Factorizer.Factorize(number, run), clock.Looks);
    }

    /// <summary>The largest Mersenne prime of at most so many bits: finding others would take longer than the
    /// test.</summary>
    static BigInteger Mersenne(int bits)
    {
        int[] exponents = [2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1279, 2203, 2281, 3217];
        return (BigInteger.One << exponents.Last(exponent => exponent <= bits)) - 1;
    }
}
