using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BatchRunner.Factoring.Word;
using BatchRunner.Factoring.Word.Ecm;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>
/// A wrong constant in a curve or a stage still finds factors, only fewer: what shows it is how many of the same
/// numbers one curve splits. The counts are exact, because nothing here is random from run to run.
/// </summary>
public sealed class EcmSuccessTests
{
    const int Seed = 1987;
    const int Numbers = 1600;

    [Fact]
    public void One_curve_splits_the_share_of_semiprimes_that_theory_lets_expect()
    {
        var found = Found<ScalarLanes, ulong>(new EcmPlan(100, 3500));

        // 32.7 % in the measurement the parameters come from; 24.9 % with 3 u + v in the curve mistaken for u + v, 27.9 %
        // with half of the pairs of stage 2.
        Assert.InRange(found / (double)Numbers, 0.30, 0.36);
    }

    [Fact]
    public void Every_path_splits_exactly_the_same_numbers()
    {
        var plan = new EcmPlan(70, 1750);
        var expected = Found<ScalarLanes, ulong>(plan);

        if (Avx2.IsSupported) Assert.Equal(expected, Found<Avx2Lanes, Vector256<ulong>>(plan));
        Assert.Equal(expected, Found<Avx512Lanes, Vector512<ulong>>(plan));
    }

    static int Found<TLanes, TVector>(EcmPlan plan)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var random = new Random(Seed);
        EcmRunner<TLanes, TVector> runner = new();
        var lanes = EcmRunner<TLanes, TVector>.Lanes;
        var found = 0;
        for (var first = 0; first < Numbers; first += lanes)
        {
            var numbers = new ulong[lanes];
            for (var lane = 0; lane < lanes; lane++)
            {
                var n = random.NextPrime(26) * random.NextPrime(26);
                numbers[lane] = n;
                Composite composite = new(n, Montgomery.InverseOf(n), (0 - n) % n, 0, 0);
                runner.SetLane(lane, composite, (ulong)(6 + (first + lane) % 50));
            }
            runner.Run(plan);
            for (var lane = 0; lane < lanes; lane++)
            {
                var factor = runner.FactorOf(lane);
                Assert.Equal(0UL, numbers[lane] % factor);
                if (factor > 1 && factor < numbers[lane]) found++;
            }
        }
        return found;
    }
}
