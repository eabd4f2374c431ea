using System.Collections.Concurrent;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Everything about one pair of bounds that does not depend on the number: the chains of stage 1 and the pairs of
/// stage 2. Made once and shared by all threads.
/// </summary>
sealed class EcmPlan
{
    static readonly ConcurrentDictionary<(int, int, int), EcmPlan> Plans = [];

    EcmPlan(int first, int second, int step)
    {
        Step = step;
        Chain = StageOne(first);
        Babies = [.. Enumerable.Range(1, step / 2).Where(b => Gcd(b, step) == 1)];
        FirstGiant = Math.Max(1, (first + (step / 2)) / step);
        Giants = [.. Pairs(first, second, step)];
    }

    /// <summary>Rules of <see cref="LucasChain"/>, prime after prime; 2 is a bare doubling.</summary>
    public byte[] Chain { get; }

    /// <summary>Distance between giant steps.</summary>
    public int Step { get; }

    /// <summary>Residues below half the step and prime to it.</summary>
    public int[] Babies { get; }

    /// <summary>The first multiple of <see cref="Step"/> that is needed.</summary>
    public int FirstGiant { get; }

    /// <summary>For each giant from <see cref="FirstGiant"/> on, which babies give a prime on either side.</summary>
    public byte[][] Giants { get; }

    /// <summary>Residues that one <see cref="Ecm{TRing, T}"/> with this plan keeps at a time.</summary>
    public int Elements => 64 + Step + (2 * Babies.Length);

    /// <param name="first">Bound of stage 1.</param>
    /// <param name="second">Bound of stage 2, at most 2^16 x 2^16.</param>
    /// <param name="step">30, 60, 210, 420 or 2310.</param>
    public static EcmPlan For(int first, int second, int step) =>
        Plans.GetOrAdd((first, second, step), key => new(key.Item1, key.Item2, key.Item3));

    static byte[] StageOne(int bound)
    {
        List<byte> chain = [];
        for (long power = 2; power <= bound; power *= 2) chain.Add(LucasChain.Double);
        foreach (var prime in SmallPrimes.Primes.TakeWhile(p => p <= bound))
        {
            var steps = LucasChain.Of(prime);
            for (long power = prime; power <= bound; power *= prime) chain.AddRange(steps);
        }
        return [.. chain];
    }

    IEnumerable<byte[]> Pairs(int first, int second, int step)
    {
        var isPrime = Sieve(second + step);
        for (var giant = FirstGiant; (giant * step) - (step / 2) < second; giant++)
        {
            var centre = giant * step;
            List<byte> useful = [];
            for (var i = 0; i < Babies.Length; i++)
            {
                if (Useful(centre - Babies[i]) || Useful(centre + Babies[i])) useful.Add((byte)i);
            }
            yield return [.. useful];
        }

        bool Useful(int value) => value > first && value <= second + step && isPrime[value];
    }

    static bool[] Sieve(int limit)
    {
        var prime = new bool[limit + 1];
        prime.AsSpan(2).Fill(true);
        for (long p = 2; p * p <= limit; p++)
        {
            if (!prime[p]) continue;
            for (var multiple = p * p; multiple <= limit; multiple += p) prime[multiple] = false;
        }
        return prime;
    }

    static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
