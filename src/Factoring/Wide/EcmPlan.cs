using System.Collections.Concurrent;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Everything about one pair of bounds that does not depend on the number: the chains of stage 1 and the pairs of
/// stage 2. Made once and shared by all threads; the longest take some 30 ms.
/// </summary>
sealed class EcmPlan
{
    // Each some 0.3 ms before the just-in-time compiler has taken notice.
    const int PrimesPerLook = 16;
    const int GiantsPerLook = 16;

    static readonly ConcurrentDictionary<(int, int, int), EcmPlan> Plans = [];

    EcmPlan(int first, int step, byte[] chain)
    {
        Step = step;
        Chain = chain;
        Babies = [.. Enumerable.Range(1, step / 2).Where(b => Gcd(b, step) == 1)];
        FirstGiant = Math.Max(1, (first + (step / 2)) / step);
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
    public byte[][] Giants { get; private set; } = [];

    /// <summary>Residues that one <see cref="Ecm{TRing, T}"/> with this plan keeps at a time.</summary>
    public int Elements => 64 + Step + (2 * Babies.Length);

    /// <summary>A plan with small bounds, which takes no time worth a look at a run.</summary>
    public static EcmPlan For(int first, int second, int step) =>
        For(first, second, step, new(TimeProvider.System, CancellationToken.None))!;

    /// <param name="first">Bound of stage 1.</param>
    /// <param name="second">Bound of stage 2, at most 2^16 x 2^16.</param>
    /// <param name="step">30, 60, 210, 420 or 2310.</param>
    /// <param name="run">Asked while the plan is made.</param>
    /// <returns>Nothing when the run must end first.</returns>
    public static EcmPlan? For(int first, int second, int step, FactoringRun run)
    {
        if (Plans.TryGetValue((first, second, step), out var known)) return known;
        return Make(first, second, step, run) is { } plan ? Plans.GetOrAdd((first, second, step), plan) : null;
    }

    /// <summary>As <see cref="For(int, int, int, FactoringRun)"/>, but anew each time.</summary>
    internal static EcmPlan? Make(int first, int second, int step, FactoringRun run)
    {
        if (StageOne(first, run) is not { } chain || Sieve(second + step, run) is not { } isPrime) return null;
        var plan = new EcmPlan(first, step, chain);
        List<byte[]> giants = [];
        for (var giant = plan.FirstGiant; (giant * step) - (step / 2) < second; giant++)
        {
            if (giants.Count % GiantsPerLook == 0 && !run.Continue()) return null;
            giants.Add(plan.UsefulBabies(giant * step, first, isPrime));
        }
        plan.Giants = [.. giants];
        return plan;
    }

    static byte[]? StageOne(int bound, FactoringRun run)
    {
        List<byte> chain = [];
        for (long power = 2; power <= bound; power *= 2) chain.Add(LucasChain.Double);
        var primes = 0;
        foreach (var prime in SmallPrimes.Primes.TakeWhile(p => p <= bound))
        {
            if (++primes % PrimesPerLook == 0 && !run.Continue()) return null;
            var steps = LucasChain.Of(prime);
            for (long power = prime; power <= bound; power *= prime) chain.AddRange(steps);
        }
        return [.. chain];
    }

    byte[] UsefulBabies(int giant, int first, bool[] isPrime)
    {
        List<byte> useful = [];
        for (var i = 0; i < Babies.Length; i++)
        {
            if (Useful(giant - Babies[i]) || Useful(giant + Babies[i])) useful.Add((byte)i);
        }
        return [.. useful];

        bool Useful(int value) => value > first && value < isPrime.Length && isPrime[value];
    }

    static bool[]? Sieve(int limit, FactoringRun run)
    {
        var prime = new bool[limit + 1];
        prime.AsSpan(2).Fill(true);
        for (long p = 2; p * p <= limit; p++)
        {
            if (!prime[p]) continue;
            if (!run.Continue()) return null;
            for (var multiple = p * p; multiple <= limit; multiple += p) prime[multiple] = false;
        }
        return prime;
    }

    static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
