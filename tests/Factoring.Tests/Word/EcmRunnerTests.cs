using BatchRunner.Factoring.Word;
using BatchRunner.Factoring.Word.Ecm;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Tests.Word;

public sealed class EcmRunnerTests
{
    const int Seed = 1988;
    const int Numbers = 600;

    // Few pairs, so that each of them counts: one and three end without a partner.
    [Theory]
    [InlineData(105, 108, 1)]
    [InlineData(105, 110, 2)]
    [InlineData(105, 114, 3)]
    public void A_curve_finds_exactly_the_primes_of_which_it_meets_the_order(int b1, int b2, int pairs)
    {
        EcmPlan plan = new(b1, b2);
        Assert.Equal(pairs, plan.StageTwo.Pairs().Length);
        var meeting = new Meeting(plan);
        var random = new Random(Seed);
        EcmRunner<ScalarLanes, ulong> runner = new();
        var lanes = EcmRunner<ScalarLanes, ulong>.Lanes;
        var found = 0;
        for (var first = 0; first < Numbers; first += lanes)
        {
            var primes = Enumerable.Range(0, lanes).Select(_ => (random.NextPrime(20), random.NextPrime(21))).ToArray();
            for (var lane = 0; lane < lanes; lane++)
            {
                var n = primes[lane].Item1 * primes[lane].Item2;
                runner.SetLane(lane, new(n, Montgomery.InverseOf(n), (0 - n) % n, 0, 0), Sigma(first + lane));
            }
            runner.Run(plan);
            for (var lane = 0; lane < lanes; lane++)
            {
                var (p, q) = primes[lane];
                var (meetsP, meetsQ) = (Meets(p, Sigma(first + lane)), Meets(q, Sigma(first + lane)));
                if (meetsP is null || meetsQ is null || (meetsP == true && meetsQ == true)) continue;
                var expected = meetsP == true ? p : meetsQ == true ? q : 1;
                if (expected > 1) found++;
                Assert.Equal((Seed, p, q, expected), (Seed, p, q, runner.FactorOf(lane)));
            }
        }

        Assert.True(found > 50, $"seed {Seed}: only {found} found");

        bool? Meets(ulong prime, ulong sigma)
        {
            var curve = new CurveOracle(prime, sigma);
            for (var p = 2; p <= b1; p++)
            {
                if (!SinclairOracle.IsPrime((ulong)p)) continue;
                for (var power = p; power <= b1; power *= p) curve.Multiply(p);
            }
            return meeting.IsMet(curve);
        }
    }

    static ulong Sigma(int index) => 6 + (ulong)(index % 50);

    /// <summary>What stage 2 notices, on multiples held as integers.</summary>
    sealed class Meeting
    {
        readonly int[] _passed;
        readonly (int Giant, int Baby)[] _pairs;

        public Meeting(EcmPlan plan)
        {
            var stage = plan.StageTwo;
            var multiples = new int[stage.Slots];
            multiples[0] = 1;
            foreach (var step in stage.Steps) multiples[step.Target] = multiples[step.First] + multiples[step.Second];
            int[] points = [.. stage.Points.ToArray().Select(slot => multiples[slot])];
            _pairs = [.. stage.Pairs().ToArray().Select(pair => (points[pair.Giant], points[pair.Baby]))];
            _passed = [.. Enumerable.Range(2, plan.B1 - 1), .. multiples];
        }

        /// <summary>Null when a step of either stage may pass the point at infinity: no formula holds
        /// there.</summary>
        public bool? IsMet(CurveOracle curve)
        {
            if (curve.Vanishes(1)) return true;
            if (_passed.Any(curve.Vanishes)) return null;
            return _pairs.Any(pair =>
                curve.Vanishes(pair.Giant + pair.Baby) || curve.Vanishes(pair.Giant - pair.Baby));
        }
    }
}
