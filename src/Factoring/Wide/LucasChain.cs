namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Short differential addition chains for a prime multiple of a point (Montgomery's PRAC), recorded once and replayed
/// for every curve.
/// <para>
/// Mathematics: with d = n, e = round(n / ratio) and points A = d-part, B = e-part, C = A - B, nine rules shrink the
/// pair (d, e) towards (1, 1) while each step adds two known points whose difference is known too. The ratio decides
/// the length; the shortest of several near the golden section is kept.
/// </para>
/// <para>Cost: about 9.5 multiplications a bit of the multiplier instead of 11 for the binary ladder.</para>
/// <para>Source: P. L. Montgomery, Evaluating recurrences of form X_(m+n) = f(X_m, X_n, X_(m-n)) via Lucas chains
/// (1983, revised 1992), table 4.</para>
/// </summary>
static class LucasChain
{
    public const byte Double = 0;
    public const byte Swap = 10;
    public const byte Start = 11;
    public const byte Finish = 12;

    const int AddCost = 6;
    const int DoubleCost = 6;

    static readonly double[] Ratios =
    [
        1.61803398875, 1.72360679775, 1.618347119656, 1.617914406529, 1.612429949509, 1.632839806089, 1.620181980807,
        1.580178728295, 1.617214616534, 1.38196601125, 1.5,
    ];

    /// <summary>The chain of one prime: rule numbers 1 to 9, swaps, closed by <see cref="Finish"/>.</summary>
    public static byte[] Of(uint prime)
    {
        List<byte> best = [];
        var least = int.MaxValue;
        foreach (var ratio in Ratios)
        {
            List<byte> steps = [];
            var cost = Walk(prime, ratio, steps);
            if (cost >= least) continue;
            (best, least) = (steps, cost);
        }
        return [.. best];
    }

    static int Walk(uint prime, double ratio, List<byte> steps)
    {
        long n = prime;
        var r = (long)((n / ratio) + 0.5);
        if (r >= n || 2 * r <= n) return int.MaxValue;
        var d = n - r;
        var e = (2 * r) - n;
        steps.Add(Start);
        var cost = DoubleCost;
        while (d != e)
        {
            if (d < e)
            {
                (d, e) = (e, d);
                steps.Add(Swap);
            }
            cost += Shrink(ref d, ref e, steps);
            if (cost > least(prime)) return int.MaxValue;
        }
        if (d != 1) return int.MaxValue;
        steps.Add(Finish);
        return cost + AddCost;

        static int least(uint value) => 40 * (32 - System.Numerics.BitOperations.LeadingZeroCount(value));
    }

    static int Shrink(ref long d, ref long e, List<byte> steps)
    {
        var (rule, cost) = Rule(d, e);
        steps.Add(rule);
        switch (rule)
        {
            case 1:
                (d, e) = (((2 * d) - e) / 3, ((2 * e) - d) / 3);
                break;
            case 2 or 4:
                d = (d - e) / 2;
                break;
            case 3:
                d -= e;
                break;
            case 5:
                d /= 2;
                break;
            case 6:
                d = (d / 3) - e;
                break;
            case 7:
                d = (d - (2 * e)) / 3;
                break;
            case 8:
                d = (d - e) / 3;
                break;
            default:
                e /= 2;
                break;
        }
        return cost;
    }

    static (byte Rule, int Cost) Rule(long d, long e)
    {
        if (4 * d <= 5 * e && (d + e) % 3 == 0) return (1, 3 * AddCost);
        if (4 * d <= 5 * e && (d - e) % 6 == 0) return (2, AddCost + DoubleCost);
        if (d <= 4 * e) return (3, AddCost);
        if ((d + e) % 2 == 0) return (4, AddCost + DoubleCost);
        if (d % 2 == 0) return (5, AddCost + DoubleCost);
        if (d % 3 == 0) return (6, (3 * AddCost) + DoubleCost);
        if ((d + e) % 3 == 0) return (7, (3 * AddCost) + DoubleCost);
        if ((d - e) % 3 == 0) return (8, (3 * AddCost) + DoubleCost);
        return (9, AddCost + DoubleCost);
    }
}
