using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Tests.Wide;
using BatchRunner.Factoring.Wide;
using Ring = BatchRunner.Factoring.Tests.Looks.GaugedRing<
    BatchRunner.Factoring.Large.LimbRing, BatchRunner.Factoring.Large.Limbs>;

namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>
/// Modular products are nearly all of the work: between two looks at the run there may be as many as a few milliseconds
/// hold. How long a product takes is measured by <c>tests/Benchmarks -- ticks</c>; here they are counted.
/// </summary>
public sealed class ProductsBetweenLooksTests
{
    // A step of stage 1, or the choice of a curve.
    const int Step = 32;

    readonly FactoringRun _run = new(TimeProvider.System, CancellationToken.None);

    [Fact]
    public void As_many_products_are_allowed_as_take_two_million_word_products()
    {
        for (var limbs = 1; limbs <= 6000; limbs++)
        {
            var products = LimbSpan.ProductsPerLook(limbs);

            Assert.InRange(products, 1, 1024);
            Assert.True(products == 1 || (long)products * limbs * limbs <= 1 << 21, $"{limbs} limbs: {products}");
        }
    }

    public static TheoryData<int> Bits => [66, 128, 200, 1024, 3322];

    [Theory]
    [MemberData(nameof(Bits))]
    public void The_strong_test_looks_often_enough(int bits)
    {
        var top = BigInteger.One << (bits - 1);
        Check(bits, top + 1, ring => StrongTest.Run<Ring, Limbs>(ring, 3, _run));
        Check(bits, top - 1, ring => StrongTest.Run<Ring, Limbs>(ring, 3, _run));
        Check(bits, top + 12345, ring => StrongTest.Run<Ring, Limbs>(ring, 2, _run));
    }

    [Theory]
    [MemberData(nameof(Bits))]
    public void The_Lucas_test_looks_often_enough_whatever_the_powers_of_two(int bits)
    {
        var top = BigInteger.One << (bits - 1);
        Check(bits, top - 1, ring => LucasTest.Run<Ring, Limbs>(ring, _run));
        Check(bits, top + 1, ring => LucasTest.Run<Ring, Limbs>(ring, _run));
    }

    [Fact]
    public void The_Lucas_test_looks_while_it_squares_what_a_Mersenne_prime_leaves()
    {
        // n + 1 = 2^3217: no bit is climbed and all 3216 products are squarings at the end.
        var gauge = Check(3217, (BigInteger.One << 3217) - 1, ring => LucasTest.Run<Ring, Limbs>(ring, _run));

        Assert.InRange(gauge.Total, 3215, 3300);
    }

    [Theory]
    [MemberData(nameof(Bits))]
    public void Rho_looks_often_enough(int bits)
    {
        var run = new FactoringRun(new SteppingClock(TimeSpan.FromSeconds(1)), CancellationToken.None)
        {
            Budget = TimeSpan.FromSeconds(8),
        };
        var gauge = new WorkGauge(run);
        var number = (BigInteger.One << bits) - 159;

        BrentRho.Split<Ring, Limbs, BigInteger>(new(new(number), gauge), run);

        Assert.InRange(gauge.Most, 1, LimbSpan.ProductsPerLook((bits + 63) / 64) + Step);
    }

    [Fact]
    public void Rho_looks_between_the_steps_it_takes_again()
    {
        // Both primes are met within the first few steps, so the gathered product vanishes and is taken apart.
        var ring = new Ring128((UInt128)1009 * 1013);
        var before = _run.Ticks;

        var divisor = BrentRho.Split<Ring128, UInt128, UInt128>(ring, _run);

        Assert.Contains(divisor, (UInt128[])[1009, 1013]);
        Assert.InRange(_run.Ticks - before, 2, long.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Bits))]
    public void Curves_look_often_enough_in_words(int bits)
    {
        var number = (BigInteger.One << bits) - 159;
        var single = new SingleCurve<LimbRing, Limbs, BigInteger>(new(number));

        TryCurves<SingleCurve<LimbRing, Limbs, BigInteger>, Limbs>(single);
    }

    [Fact]
    public void Curves_look_often_enough_in_lanes()
    {
        var memory = new LaneMemory();
        BigInteger OfBits(int bits) => (BigInteger.One << bits) - 159;
        TryCurves<TwoDigitRing<FourLanes>, LaneResidue>(new(new Ring128((UInt128)OfBits(90)), memory, 3, 4096));
        TryCurves<ThreeDigitRing<FourLanes>, LaneResidue>(new(OfBits(140), memory, 3, 4096));
        TryCurves<ManyDigitRing<FourLanes>, LaneResidue>(new(OfBits(590), memory, 4096));
    }

    void TryCurves<TRing, T>(TRing ring)
        where TRing : struct, ICurveRing<T>
        where T : struct
    {
        var gauge = new WorkGauge(_run);
        var curves = new GaugedCurves<TRing, T>(ring, gauge);
        var ecm = new Ecm<GaugedCurves<TRing, T>, T>(curves, EcmPlan.For(60, 9000, 2310), _run);
        ulong seed = 5;
        for (var i = 0; i < 2; i++) ecm.Try(ref seed);

        Assert.InRange(gauge.Most, 1, ring.ProductsPerLook + Step);
        Assert.True(gauge.Total > 2 * 600, $"only {gauge.Total} products");
    }

    WorkGauge Check(int bits, BigInteger modulus, Action<Ring> work)
    {
        var gauge = new WorkGauge(_run);
        work(new(new(modulus), gauge));

        Assert.InRange(gauge.Most, 0, LimbSpan.ProductsPerLook((bits + 63) / 64) + 2);
        return gauge;
    }
}
