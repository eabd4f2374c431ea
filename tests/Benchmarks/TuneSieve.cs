using System.Globalization;
using System.Numerics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>tune-sieve BITS COUNT [scalar|256|512]</c>: walks through the sieve's parameters for one size, one coordinate at
/// a time, as long as the CPU time of the same semiprimes falls.
/// </summary>
static class TuneSieve
{
    const double WorthIt = 0.985;

    public static int Run(string[] arguments)
    {
        var bits = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var numbers = WideWorkloads.Semiprimes(bits, int.Parse(arguments[1], CultureInfo.InvariantCulture));
        var path = arguments.ElementAtOrDefault(2) switch
        {
            "scalar" => FactoringPath.Scalar,
            "256" => FactoringPath.Avx2,
            _ => FactoringPath.Avx512,
        };
        var best = SieveParameters.ForBits(bits);
        Measure(numbers, best, path);
        var time = Measure(numbers, best, path);
        Console.WriteLine($"{bits} bits: {time:F0} us with {best}");
        for (var improved = true; improved;)
        {
            improved = false;
            foreach (var candidate in Neighbours(best).ToList())
            {
                var other = Measure(numbers, candidate, path);
                if (other > time * WorthIt) continue;
                other = Math.Max(other, Measure(numbers, candidate, path));
                if (other > time * WorthIt) continue;
                (best, time, improved) = (candidate, other, true);
                Console.WriteLine($"{bits} bits: {time:F0} us with {best}");
            }
        }
        return 0;
    }

    static IEnumerable<SieveParameters> Neighbours(SieveParameters at)
    {
        yield return at with { FactorBase = at.FactorBase * 6 / 5 };
        yield return at with { FactorBase = at.FactorBase * 5 / 6 };
        yield return at with { Slack = at.Slack + 1 };
        yield return at with { Slack = at.Slack - 1 };
        yield return at with { LargePrimeFactor = at.LargePrimeFactor * 1.5, Slack = at.Slack + 0.6 };
        yield return at with { LargePrimeFactor = at.LargePrimeFactor / 1.5, Slack = at.Slack - 0.6 };
        yield return at with { IntervalBits = at.IntervalBits - 1 };
        yield return at with { IntervalBits = at.IntervalBits + 1 };
        yield return at with { FirstSieved = at.FirstSieved * 5 / 4 };
        yield return at with { FirstSieved = at.FirstSieved * 4 / 5 };
    }

    static double Measure(BigInteger[] numbers, SieveParameters parameters, FactoringPath path)
    {
        var sieve = new QuadraticSieve(path);
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        var start = Environment.CpuUsage.UserTime;
        foreach (var number in numbers) sieve.Split(number, parameters, run);
        return (Environment.CpuUsage.UserTime - start).TotalMicroseconds / numbers.Length;
    }
}
