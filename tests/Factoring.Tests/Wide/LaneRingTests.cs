using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>Every lane of every product against integers: curves would hide a wrong one.</summary>
public sealed class LaneRingTests
{
    const int Seed = 50;
    const int Bits = 50;
    const int Elements = 12;

    [Theory]
    [InlineData(66)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(145)]
    [InlineData(146)]
    [InlineData(400)]
    [InlineData(595)]
    public void Sums_of_two_products_multiply_exactly_in_every_lane(int bits)
    {
        var numbers = new RandomNumbers(Seed + bits);
        for (var i = 0; i < 12; i++)
        {
            var n = i == 0 ? (BigInteger.One << bits) - 1 : numbers.OfBits(bits) | 1;
            if (bits <= 95) Two<FourLanes>(n, numbers);
            if (bits <= 95) Two<EightLanes>(n, numbers);
            if (bits <= 145) Three<OneLane>(n, numbers);
            if (bits <= 145) Three<EightLanes>(n, numbers);
            Many<FourLanes>(n, numbers);
            Many<EightLanes>(n, numbers);
        }
    }

    [Theory]
    [InlineData(95)]
    [InlineData(145)]
    [InlineData(400)]
    [InlineData(595)]
    public void Digits_as_long_as_those_of_a_sum_of_two_products_multiply_exactly(int bits)
    {
        var numbers = new RandomNumbers(Seed - bits);
        var memory = new LaneMemory();
        for (var i = 0; i < 12; i++)
        {
            var n = i == 0 ? (BigInteger.One << bits) - 1 : numbers.OfBits(bits) | 1;
            if (bits <= 95) CheckLongest(TwoDigits<OneLane>(n, memory), n, 2, memory);
            if (bits <= 145) CheckLongest(ThreeDigits<OneLane>(n, memory), n, 3, memory);
            CheckLongest<ManyDigitRing<OneLane>>(new(n, memory, Elements), n, ManyDigits(n), memory);
        }
    }

    static TwoDigitRing<TLanes> TwoDigits<TLanes>(BigInteger n, LaneMemory memory)
        where TLanes : unmanaged, ILanes<TLanes> => new(new((UInt128)n), memory, 1, Elements);

    static ThreeDigitRing<TLanes> ThreeDigits<TLanes>(BigInteger n, LaneMemory memory)
        where TLanes : unmanaged, ILanes<TLanes> =>
        n.GetBitLength() <= 128
            ? new(new Ring128((UInt128)n), memory, 1, Elements)
            : new(n, memory, 1, Elements);

    static int ManyDigits(BigInteger n) => ((int)n.GetBitLength() + 4 + Bits) / Bits;

    /// <summary>All digits but the highest as long as they can be, of one sign, of the other and of both.</summary>
    static void CheckLongest<TRing>(TRing ring, BigInteger n, int digits, LaneMemory memory)
        where TRing : struct, ICurveRing<LaneResidue>
    {
        const double longest = (1L << Bits) - 3;
        LaneResidue x = ring.Zero(), y = ring.Zero(), product = ring.Zero();
        foreach (var (left, right) in (IEnumerable<(int, int)>)[(1, 1), (1, -1), (-1, -1), (2, 1), (2, -1), (2, 2)])
        {
            Set(x, left);
            Set(y, right);
            BigInteger expected = Value(x, digits, memory) * Value(y, digits, memory);

            ring.Multiply(ref product, x, y);

            var actual = Value(product, digits, memory) << (digits * Bits);
            Assert.Equal((n, left, right, Positive(expected, n)), (n, left, right, Positive(actual, n)));
        }

        void Set(LaneResidue residue, int sign)
        {
            for (var digit = 0; digit < digits - 1; digit++)
            {
                var ofDigit = sign == 2 && digit % 2 != 0 ? -1 : Math.Sign(sign);
                memory.Words[residue.Offset + digit] = ofDigit * longest;
            }
            memory.Words[residue.Offset + digits - 1] = 1;
        }
    }

    static BigInteger Value(LaneResidue residue, int digits, LaneMemory memory)
    {
        var value = BigInteger.Zero;
        for (var digit = digits - 1; digit >= 0; digit--)
            value = (value << Bits) + (long)memory.Words[residue.Offset + digit];
        return value;
    }

    static void Two<TLanes>(BigInteger n, RandomNumbers numbers) where TLanes : unmanaged, ILanes<TLanes>
    {
        var memory = new LaneMemory();
        Check<TwoDigitRing<TLanes>, TLanes>(TwoDigits<TLanes>(n, memory), n, 2, memory, numbers);
    }

    static void Three<TLanes>(BigInteger n, RandomNumbers numbers) where TLanes : unmanaged, ILanes<TLanes>
    {
        var memory = new LaneMemory();
        Check<ThreeDigitRing<TLanes>, TLanes>(ThreeDigits<TLanes>(n, memory), n, 3, memory, numbers);
    }

    static void Many<TLanes>(BigInteger n, RandomNumbers numbers) where TLanes : unmanaged, ILanes<TLanes>
    {
        var memory = new LaneMemory();
        Check<ManyDigitRing<TLanes>, TLanes>(new(n, memory, Elements), n, ManyDigits(n), memory, numbers);
    }

    static void Check<TRing, TLanes>(TRing ring, BigInteger n, int digits, LaneMemory memory, RandomNumbers numbers)
        where TRing : struct, ICurveRing<LaneResidue>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        LaneResidue x = ring.Zero(), y = ring.Zero(), sum = ring.Zero(), difference = ring.Zero();
        var a = new uint[ring.Lanes];
        var b = new uint[ring.Lanes];
        for (var lane = 0; lane < a.Length; lane++)
            (a[lane], b[lane]) = ((uint)numbers.OfBits(32), (uint)numbers.OfBits(32));
        ring.Load(ref x, a);
        ring.Load(ref y, b);
        BigInteger[] p = [.. a.Select(value => (BigInteger)value)];
        BigInteger[] q = [.. b.Select(value => (BigInteger)value)];
        for (var round = 0; round < 12; round++)
        {
            ring.Add(ref sum, x, y);
            ring.Subtract(ref difference, y, x);
            ring.Multiply(ref x, sum, difference);
            ring.Multiply(ref y, sum, sum);
            for (var lane = 0; lane < p.Length; lane++)
            {
                BigInteger s = p[lane] + q[lane], d = q[lane] - p[lane];
                (p[lane], q[lane]) = (s * d % n, s * s % n);
                Assert.Equal((n, lane, Positive(p[lane], n)), (n, lane, Value(x, lane)));
                Assert.Equal((n, lane, Positive(q[lane], n)), (n, lane, Value(y, lane)));
            }
        }

        BigInteger Value(LaneResidue residue, int lane)
        {
            var value = BigInteger.Zero;
            for (var digit = digits - 1; digit >= 0; digit--)
                value = (value << Bits) + (long)memory.Words[residue.Offset + (digit * TLanes.Count) + lane];
            // Out of Montgomery's form: half so often as 2 divides R.
            value = Positive(value, n);
            for (var i = 0; i < digits * Bits; i++) value = value.IsEven ? value >> 1 : (value + n) >> 1;
            return value;
        }
    }

    static BigInteger Positive(BigInteger value, BigInteger n) => ((value % n) + n) % n;
}
