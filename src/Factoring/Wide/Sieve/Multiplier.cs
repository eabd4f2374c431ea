using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The Knuth-Schroeppel multiplier: a small k for which kN has many small quadratic residues.
/// <para>
/// Mathematics: an odd prime p with (kN/p) = 1 divides a sieved value with probability 2/p and so explains on average
/// 2 ln p / (p - 1) of its logarithm, one that divides k explains ln p / p; 2 explains 2 ln 2 when kN = 1 (mod 8),
/// ln 2 when kN = 5, and ln 2 / 2 otherwise; and k itself lengthens the values by ln k / 2.
/// </para>
/// <para>Cost: an addition for each of some forty multipliers and sixty primes.</para>
/// <para>Source: R. D. Silverman, The multiple polynomial quadratic sieve, Math. Comp. 48 (1987), section 5.</para>
/// </summary>
static class Multiplier
{
    const int PrimeCount = 60;

    static readonly uint[] Candidates = [.. Enumerable.Range(1, 73).Where(IsSquareFree).Select(k => (uint)k)];

    static readonly bool[][] Residues = [.. SmallPrimes.Primes.Take(PrimeCount).Select(ResiduesModulo)];

    // By prime: what each candidate explains beyond the mean of both cases when the number is a residue. When it is
    // none, it is as much less; and one that the prime divides explains just the mean.
    static readonly double[][] Gains = [.. SmallPrimes.Primes.Take(PrimeCount).Select(GainsModulo)];

    public static uint Choose(ReadOnlySpan<ulong> number)
    {
        var weights = (stackalloc double[Candidates.Length]);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = OfTwo((uint)((number[0] * Candidates[i]) & 7)) - (Math.Log(Candidates[i]) / 2);

        for (var j = 0; j < PrimeCount; j++)
        {
            var p = SmallPrimes.Primes[j];
            var residue = LimbSpan.Remainder(number, p);
            if (residue == 0) continue;
            var gains = Gains[j].AsSpan(0, weights.Length);
            if (Residues[j][residue])
            {
                for (var i = 0; i < weights.Length; i++) weights[i] += gains[i];
            }
            else
            {
                for (var i = 0; i < weights.Length; i++) weights[i] -= gains[i];
            }
        }

        var best = 0;
        for (var i = 1; i < weights.Length; i++)
        {
            if (weights[i] > weights[best]) best = i;
        }
        return Candidates[best];
    }

    static double OfTwo(uint residue) => residue switch
    {
        1 => 2 * Math.Log(2),
        5 => Math.Log(2),
        _ => Math.Log(2) / 2,
    };

    static bool[] ResiduesModulo(uint p)
    {
        var residues = new bool[p];
        for (uint x = 1; x < p; x++) residues[x * x % p] = true;
        return residues;
    }

    static double[] GainsModulo(uint p)
    {
        var weight = Math.Log(p) / (p - 1);
        var residues = ResiduesModulo(p);
        return [.. Candidates.Select(k => k % p == 0 ? 0 : residues[k % p] ? weight : -weight)];
    }

    static bool IsSquareFree(int k)
    {
        for (var d = 2; d * d <= k; d++)
        {
            if (k % (d * d) == 0) return false;
        }
        return true;
    }
}
