using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BatchRunner.Factoring.Word;
using BatchRunner.Factoring.Word.Batch;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>The batched primality tests against the scalar ones, number by number, pseudoprimes included.</summary>
public sealed class BatchedTestsTests
{
    const int Seed = 77;

    // Strong pseudoprimes to base 2, and almost extra strong Lucas pseudoprimes (OEIS A001262, A217719).
    static readonly ulong[] Pseudoprimes =
    [
        2047, 3277, 4033, 4681, 8321, 15841, 29341, 3215031751, 3825123056546413051,
        989, 3239, 5777, 10469, 10877, 27971, 29681, 30739, 31631,
    ];

    [Fact]
    public void Scalar_lanes_judge_as_the_simple_tests_do() => Check<ScalarLanes, ulong>();

    [Fact]
    public void Vector_lanes_judge_as_the_simple_tests_do()
    {
        if (Avx2.IsSupported) Check<Avx2Lanes, Vector256<ulong>>();
        Check<Avx512Lanes, Vector512<ulong>>();
    }

    static void Check<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var random = new Random(Seed);
        StrongTests<TLanes, TVector, WordMultiplier<TLanes, TVector>> strong = new();
        LucasTests<TLanes, TVector> lucas = new();
        for (var round = 0; round < 400; round++)
        {
            var numbers = new ulong[StrongTests<TLanes, TVector, WordMultiplier<TLanes, TVector>>.Lanes];
            strong.Clear();
            for (var lane = 0; lane < numbers.Length; lane++)
            {
                numbers[lane] = Number(random, round);
                var field = new Montgomery(numbers[lane]);
                strong.SetLane(lane, numbers[lane], field.Inverse, field.One);
            }
            var passes = strong.PassBaseTwo();
            for (var lane = 0; lane < numbers.Length; lane++)
            {
                var expected = Primality.IsStrongProbablePrimeToBaseTwo(new(numbers[lane]));
                Assert.True(((passes >> lane) & 1) != 0 == expected, $"{numbers[lane]} (seed {Seed})");
            }
            CheckLucas(lucas, numbers);
        }
    }

    static void CheckLucas<TLanes, TVector>(LucasTests<TLanes, TVector> lucas, ulong[] numbers)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var lanes = LucasTests<TLanes, TVector>.Lanes;
        ulong[] judged = [.. numbers.Where(n => !PerfectPower.IsSquare(n, out _) && Primality.LucasParameter(n) != 0)];
        foreach (var some in judged.Chunk(lanes))
        {
            lucas.Clear();
            for (var lane = 0; lane < some.Length; lane++)
            {
                var field = new Montgomery(some[lane]);
                lucas.SetLane(lane, some[lane], field.Inverse, field.One, Primality.LucasParameter(some[lane]));
            }
            var passes = lucas.Pass();
            for (var lane = 0; lane < some.Length; lane++)
            {
                var expected = Primality.IsLucasProbablePrime(new(some[lane]));
                Assert.True(((passes >> lane) & 1) != 0 == expected, $"{some[lane]} (seed {Seed})");
            }
        }
    }

    static ulong Number(Random random, int round) => random.Next(4) switch
    {
        0 => Pseudoprimes[random.Next(Pseudoprimes.Length)],
        1 => random.NextPrime(5 + round % 60),
        2 => ((ulong)random.Next(1, 1000) << (10 + round % 44)) + 1,
        _ => (random.NextUInt64() >> (round % 56)) | 65,
    };
}
