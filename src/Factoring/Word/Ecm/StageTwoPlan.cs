namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// Stage 2 of one choice of bounds, compiled: which multiples of Q to compute and which differences to multiply.
/// <para>
/// Mathematics: every prime q in (B1, B2] is k D + b or k D - b with b below D / 2 and prime to D; q Q is the point at
/// infinity modulo p exactly when k D Q and b Q have the same x modulo p. So the multiples b Q ("babies") and k D Q
/// ("giants") are computed, brought to one common Z by prefix and suffix products, and the differences of their X are
/// multiplied together: one multiplication a pair, and a pair often serves two primes. Primes between B1 and D / 2 are
/// babies themselves: when such a point is at infinity its Z makes every normalized X vanish modulo p. Cost: 6
/// multiplications a point, 4 more to bring it to the common Z, 1 a pair. Source: P. L. Montgomery, "Speeding the Pollard and elliptic
/// curve methods of factorization", Math. Comp. 48 (1987), section 4; common denominators by his simultaneous
/// inversion, section 10.3.1.
/// </para>
/// </summary>
sealed class StageTwoPlan
{
    readonly StageTwoStep[] _steps;
    readonly ushort[] _points;
    readonly StageTwoPair[] _pairs;

    StageTwoPlan(int b1, int b2, int d)
    {
        D = d;
        List<(int Giant, int Baby)> pairs = [.. Pairs(b1, b2, d)];
        List<StageTwoStep> steps = [];
        Dictionary<int, int> slots = new() { [1] = 0 };

        Double(1);
        Sum(2, 1);
        Double(2);
        Sum(3, 2);
        Double(3);
        Sum(4, 3);
        // Babies in two progressions of step 6, up to the two around D / 2 whose sum is D.
        var offset = d / 2 % 2 == 0 ? 1 : 2;
        for (var m = 11; m <= d / 2 + offset; m += m % 6 == 5 ? 2 : 4) Sum(m - 6, 6);
        Sum(d / 2 + offset, d / 2 - offset);
        var lastGiant = pairs.Max(pair => pair.Giant);
        for (var k = 2; k <= lastGiant; k++)
        {
            if (k == 2) Double(d);
            else Sum((k - 1) * d, d);
        }

        int[] babies = [.. pairs.Select(pair => pair.Baby).Distinct().Order()];
        int[] giants = [.. pairs.Select(pair => pair.Giant * d).Distinct().Order()];
        int[] used = [.. babies, .. giants];
        _points = [.. used.Select(m => (ushort)slots[m])];
        _pairs = [.. pairs.Select(pair => new StageTwoPair(
            (ushort)Array.IndexOf(used, pair.Giant * d, babies.Length), (ushort)Array.IndexOf(used, pair.Baby)))];
        _steps = [.. steps];
        Slots = slots.Count;
        Cost = 6 * _steps.Length + 4 * _points.Length + _pairs.Length;

        void Double(int m) => steps.Add(new((ushort)slots[m], (ushort)slots[m], StageTwoStep.Doubling, Slot(2 * m)));

        void Sum(int m, int n) =>
            steps.Add(new((ushort)slots[m], (ushort)slots[n], (ushort)slots[Math.Abs(m - n)], Slot(m + n)));

        ushort Slot(int m)
        {
            slots.Add(m, slots.Count);
            return (ushort)slots[m];
        }
    }

    public int D { get; }

    /// <summary>How many points the steps fill; the first is Q.</summary>
    public int Slots { get; }

    /// <summary>Multiplications.</summary>
    public int Cost { get; }

    public ReadOnlySpan<StageTwoStep> Steps => _steps;

    /// <summary>The slots of the babies, then of the giants, that pairs use.</summary>
    public ReadOnlySpan<ushort> Points => _points;

    /// <summary>Places in <see cref="Points"/>.</summary>
    public ReadOnlySpan<StageTwoPair> Pairs() => _pairs;

    public static StageTwoPlan Cheapest(int b1, int b2)
    {
        StageTwoPlan? best = null;
        foreach (var d in (ReadOnlySpan<int>)[30, 60, 90, 120, 150, 180, 210])
        {
            StageTwoPlan plan = new(b1, b2, d);
            if (best is null || plan.Cost < best.Cost) best = plan;
        }
        return best!;
    }

    static IEnumerable<(int Giant, int Baby)> Pairs(int b1, int b2, int d) => SmallPrimes.Primes
        .Select(prime => (int)prime)
        .SkipWhile(prime => prime <= b1)
        .TakeWhile(prime => prime <= b2)
        .Select(prime => (Giant: (prime + d / 2) / d, Baby: Math.Abs(prime - (prime + d / 2) / d * d)))
        .Where(pair => pair.Giant > 0)
        .Distinct();
}
