using BatchRunner.Factoring.Word.Ecm;

namespace BatchRunner.Factoring.Tests.Word;

public sealed class EcmPlanTests
{
    [Fact]
    public void A_chain_multiplies_by_its_number_and_never_adds_without_knowing_the_difference()
    {
        for (ulong n = 3; n < 1000; n += 2)
        {
            var chain = LucasChain.For(n, 0);

            Assert.Equal(n, Follow(chain.Steps, 1)[chain.Result]);
        }
    }

    [Fact]
    public void A_chain_costs_about_nine_multiplications_a_bit()
    {
        int[] primes = [29, 53, 101, 151, 199, 241, 293];

        Assert.All(primes, p => Assert.InRange(LucasChain.For((ulong)p, 0).Cost / Math.Log2(p), 7, 10.5));
    }

    [Theory]
    [InlineData(35, 1200)]
    [InlineData(70, 1750)]
    [InlineData(230, 11500)]
    public void Stage_one_multiplies_by_every_prime_power_up_to_its_bound(int b1, int b2)
    {
        EcmPlan plan = new(b1, b2);

        // The multiplier itself has hundreds of bits: modulo a prime it must be the product of the prime powers.
        const ulong Modulus = 4611686018427387847;
        UInt128 expected = 1;
        for (var p = 2; p <= b1; p++)
        {
            if (!SinclairOracle.IsPrime((ulong)p)) continue;
            for (var power = p; power <= b1; power *= p) expected = expected * (ulong)p % Modulus;
        }
        var multiple = FollowModulo(plan.StageOne, Modulus)[plan.ResultRegister];
        Assert.Contains(multiple, new[] { (ulong)expected, Modulus - (ulong)expected });
    }

    [Theory]
    [InlineData(27, 324)]
    [InlineData(35, 1200)]
    [InlineData(230, 11500)]
    [InlineData(300, 15000)]
    public void Stage_two_meets_every_prime_between_its_bounds(int b1, int b2)
    {
        var plan = new EcmPlan(b1, b2).StageTwo;
        var multiples = new int[plan.Slots];
        multiples[0] = 1;
        foreach (var step in plan.Steps)
        {
            var (first, second) = (multiples[step.First], multiples[step.Second]);
            if (step.Difference == StageTwoStep.Doubling) Assert.Equal(first, second);
            else Assert.Equal(Math.Abs(first - second), multiples[step.Difference]);
            multiples[step.Target] = first + second;
        }

        // A point that is itself at infinity has Z = 0, which the common denominator carries into every difference.
        HashSet<int> met = [.. plan.Points.ToArray().Select(slot => multiples[slot])];
        foreach (var (giant, baby) in plan.Pairs())
        {
            var (g, b) = (multiples[plan.Points[giant]], multiples[plan.Points[baby]]);
            met.Add(g + b);
            met.Add(g - b);
        }
        for (var q = b1 + 1; q <= b2; q++)
        {
            if (SinclairOracle.IsPrime((ulong)q)) Assert.Contains(q, met);
        }
    }

    [Fact]
    public void Every_composite_has_a_class_whose_plan_can_be_compiled()
    {
        for (var bits = 20; bits <= 64; bits++)
        {
            var plan = EcmParameters.Plan(EcmParameters.ClassOf((1UL << (bits - 1)) + 1));

            Assert.InRange(plan.B1, 20, 300);
        }
        Assert.InRange(EcmParameters.Plan(EcmParameters.FirstCurve).Cost, 100, 2000);
    }

    static ulong[] Follow(IReadOnlyList<LucasStep> steps, ulong start)
    {
        var registers = new ulong[LucasChain.Registers];
        registers[0] = start;
        foreach (var (first, second, difference, target) in steps)
        {
            var (x, y) = (registers[first], registers[second]);
            var gap = x > y ? x - y : y - x;
            if (difference == LucasChain.Doubling) registers[target] = x + y;
            else if (registers[difference] == gap) registers[target] = x + y;
            else if (registers[difference] == x + y) registers[target] = gap;
            else Assert.Fail($"{x} and {y} are added knowing {registers[difference]}");
        }
        return registers;
    }

    /// <summary>Modulo a number a point and its negative are the same.</summary>
    static ulong[] FollowModulo(ReadOnlySpan<LucasStep> steps, ulong modulus)
    {
        var registers = new ulong[LucasChain.Registers];
        registers[EcmPlan.StartRegister] = 1;
        foreach (var (first, second, difference, target) in steps)
        {
            var (x, y) = (registers[first], registers[second]);
            var sum = (ulong)(((UInt128)x + y) % modulus);
            var gap = x > y ? x - y : y - x;
            var known = difference == LucasChain.Doubling ? gap : registers[difference];
            var isGap = known == gap || known == modulus - gap;
            if (!isGap) Assert.True(known == sum || known == modulus - sum);
            registers[target] = isGap ? sum : gap;
        }
        return registers;
    }
}
