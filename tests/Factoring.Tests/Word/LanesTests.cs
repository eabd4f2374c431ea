using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BatchRunner.Factoring.Word;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>The arithmetic of each path against 128-bit integers.</summary>
public sealed class LanesTests
{
    const int Seed = 12;

    [Fact]
    public void Scalar_lanes_compute_modulo_every_odd_number() => Check<ScalarLanes, ulong>();

    [Fact]
    public void Avx2_lanes_compute_modulo_every_odd_number()
    {
        if (Avx2.IsSupported) Check<Avx2Lanes, Vector256<ulong>>();
        else Console.WriteLine("AVX2 lanes not checked: this machine has none.");
    }

    [Fact]
    public void Avx512_lanes_compute_modulo_every_odd_number() => Check<Avx512Lanes, Vector512<ulong>>();

    static unsafe void Check<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var random = new Random(Seed);
        var memory = stackalloc TVector[5];
        Span<ulong> n = new(memory, TLanes.Width);
        Span<ulong> inverse = new(memory + 1, TLanes.Width);
        Span<ulong> a = new(memory + 2, TLanes.Width);
        Span<ulong> b = new(memory + 3, TLanes.Width);
        Span<ulong> result = new(memory + 4, TLanes.Width);
        for (var round = 0; round < 3000; round++)
        {
            for (var lane = 0; lane < TLanes.Width; lane++)
            {
                n[lane] = Modulus(random, round);
                inverse[lane] = Montgomery.InverseOf(n[lane]);
                a[lane] = Residue(random, n[lane], round);
                b[lane] = Residue(random, n[lane], round / 3);
            }
            var (x, y, m, i) = (memory[2], memory[3], memory[0], memory[1]);

            memory[4] = TLanes.Multiply(x, y, m, i);
            Expect(n, a, b, result, (p, q, k) => UnMontgomery(p, q, k, 64));
            memory[4] = TLanes.MultiplyStraight(x, y, m, i);
            Expect(n, a, b, result, (p, q, k) => UnMontgomery(p, q, k, 64));
            memory[4] = TLanes.Add(x, y, m);
            Expect(n, a, b, result, (p, q, k) => (ulong)(((UInt128)p + q) % k));
            memory[4] = TLanes.AddStraight(x, y, m);
            Expect(n, a, b, result, (p, q, k) => (ulong)(((UInt128)p + q) % k));
            memory[4] = TLanes.Subtract(x, y, m);
            Expect(n, a, b, result, (p, q, k) => (ulong)(((UInt128)p + k - q) % k));
            memory[4] = TLanes.SubtractStraight(x, y, m);
            Expect(n, a, b, result, (p, q, k) => (ulong)(((UInt128)p + k - q) % k));
            TLanes.Gcd(memory + 2, memory, memory + 4, 1);
            Expect(n, a, b, result, (p, _, k) => Euclid(p, k));

            for (var lane = 0; lane < TLanes.Width; lane++)
            {
                n[lane] = (uint)n[lane] | 1;
                a[lane] %= n[lane];
                b[lane] %= n[lane];
            }
            memory[4] = TLanes.MultiplyHalf(memory[2], memory[3], memory[0], memory[1]);
            Expect(n, a, b, result, (p, q, k) => UnMontgomery(p, q, k, 32));
        }
    }

    static ulong Modulus(Random random, int round) => round switch
    {
        < 4 => ulong.MaxValue - (ulong)(2 * round),
        < 8 => (1UL << 63) + 1 - (ulong)(2 * (round - 4)),
        < 12 => uint.MaxValue - (ulong)(2 * (round - 8)),
        _ => (random.NextUInt64() >> (round % 62)) | 3,
    };

    static ulong Residue(Random random, ulong n, int choice) => (choice % 4) switch
    {
        0 => n - 1,
        1 => 0,
        _ => random.NextUInt64() % n,
    };

    /// <summary>a b / 2^bits modulo n, by halving.</summary>
    static ulong UnMontgomery(ulong a, ulong b, ulong n, int bits)
    {
        var value = (UInt128)a * b % n;
        for (var i = 0; i < bits; i++) value = (value & 1) == 0 ? value >> 1 : (value + n) >> 1;
        return (ulong)value;
    }

    static ulong Euclid(ulong a, ulong b) => b == 0 ? a : Euclid(b, a % b);

    static void Expect(
        ReadOnlySpan<ulong> n,
        ReadOnlySpan<ulong> a,
        ReadOnlySpan<ulong> b,
        ReadOnlySpan<ulong> result,
        Func<ulong, ulong, ulong, ulong> expected)
    {
        for (var lane = 0; lane < n.Length; lane++)
        {
            var wanted = expected(a[lane], b[lane], n[lane]);
            if (result[lane] != wanted)
            {
                Assert.Fail($"lane {lane}: {a[lane]}, {b[lane]} modulo {n[lane]} gave {result[lane]}, not {wanted}");
            }
        }
    }
}
