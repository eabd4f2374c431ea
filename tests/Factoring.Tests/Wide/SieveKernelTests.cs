using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Wide;

public sealed class SieveKernelTests
{
    const int Seed = 71;

    // Portable vectors all: a machine without such registers computes the same in shorter ones.
    public static TheoryData<FactoringPath> Paths => [.. Enum.GetValues<FactoringPath>()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Roots_move_forwards_and_backwards_modulo_their_primes(FactoringPath path)
    {
        var random = new Random(Seed);
        const int count = 100;
        var primes = new uint[count + FactorBase.Padding];
        var roots = new uint[primes.Length];
        var shifts = new uint[primes.Length];
        for (var i = 0; i < count; i++)
        {
            primes[i] = (uint)random.Next(2, 65536);
            roots[i] = (uint)random.Next((int)primes[i]);
            shifts[i] = (uint)random.Next((int)primes[i]);
        }
        uint[] start = [.. roots];

        SieveKernel.Move(roots, shifts, primes, count, forward: true, path);
        for (var i = 0; i < count; i++) Assert.Equal((start[i] + shifts[i]) % primes[i], roots[i]);
        SieveKernel.Move(roots, shifts, primes, count, forward: false, path);
        Assert.Equal(start[..count], roots[..count]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_scan_finds_every_byte_with_a_top_bit_and_no_other(FactoringPath path)
    {
        var random = new Random(Seed);
        var sieve = new byte[8192];
        random.NextBytes(sieve);
        for (var i = 0; i < sieve.Length; i++)
        {
            if (random.Next(300) > 0) sieve[i] &= 127;
        }
        sieve[0] |= 128;
        sieve[^1] |= 128;
        var positions = new int[8192];

        var found = SieveKernel.Scan(sieve, positions, path);

        Assert.Equal(Enumerable.Range(0, sieve.Length).Where(i => sieve[i] >= 128), positions.Take(found));
    }

    [Fact]
    public void The_dependencies_found_are_dependencies_and_none_is_missed()
    {
        var random = new Random(Seed);
        const int columns = 150;
        var dependencies = new Dependencies();
        dependencies.Prepare(columns);
        List<ulong[]> rows = [];
        List<int> members = [];
        var found = 0;
        for (var i = 0; i < columns + 30; i++)
        {
            ulong[] row = [(ulong)random.NextInt64(), (ulong)random.NextInt64(), 0];
            row[2] = (ulong)random.Next(1 << (columns - 128));
            rows.Add(row);
            row.CopyTo(dependencies.Row);
            if (!dependencies.Reduce()) continue;
            found++;
            dependencies.Members(members);

            Assert.Contains(i, members);
            for (var word = 0; word < 3; word++)
                Assert.Equal((Seed, 0UL), (Seed, members.Aggregate(0UL, (sum, member) => sum ^ rows[member][word])));
        }

        Assert.InRange(found, 30, 40);
    }

    [Fact]
    public void Square_roots_and_inverses_modulo_a_prime_are_right_for_every_kind_of_prime()
    {
        foreach (uint p in (uint[])[2, 3, 5, 7, 11, 13, 17, 41, 73, 97, 193, 257, 12289, 40961, 65521, 65537])
        {
            for (uint a = 1; a < Math.Min(p, 200); a++)
            {
                var root = ModularRoot.Of(a, p);
                if (root >= 0) Assert.Equal((p, a), (p, (uint)((ulong)root * (ulong)root % p)));
                else Assert.Equal((p, p - 1), (p, ModularRoot.Power(a, (p - 1) / 2, p)));
                Assert.Equal((p, a, 1UL), (p, a, (ulong)ModularRoot.Inverse(a, p) * a % p));
            }
        }
    }
}
