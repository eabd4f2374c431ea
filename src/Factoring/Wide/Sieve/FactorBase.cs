using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The primes modulo which kN is a square, column by column, padded so that full vectors may be loaded at the end.
/// Index 0 is 2. The arrays are kept from number to number and only grow.
/// </summary>
sealed class FactorBase
{
    /// <summary>Room behind the last prime for one vector of 32-bit values.</summary>
    public const int Padding = 32;

    // About half of the primes have kN as a square; for more than this many, those below 2^16 may not suffice.
    const int SmallBase = 2500;

    const int PrimesPerLook = 512;

    static readonly Lazy<uint[]> LongPrimes = new(() => OddPrimes(1 << 18));

    public int Count { get; private set; }

    public uint[] Prime { get; private set; } = [];

    /// <summary>A square root of kN.</summary>
    public double[] Root { get; private set; } = [];

    public double[] PrimeReal { get; private set; } = [];

    public double[] Reciprocal { get; private set; } = [];

    /// <summary>Logarithm to base 2, rounded.</summary>
    public byte[] Log { get; private set; } = [];

    /// <summary>The inverse modulo 2^32, and the largest quotient: d inverse at most this tells that p divides
    /// d.</summary>
    public uint[] Inverse { get; private set; } = [];

    public uint[] QuotientLimit { get; private set; } = [];

    /// <summary>The inverse modulo 2^64.</summary>
    public ulong[] LongInverse { get; private set; } = [];

    public uint Largest => Prime[Count - 1];

    /// <summary>Collects <paramref name="count"/> primes. Returns a prime that divides the number if it meets one,
    /// else 1; 0 when the run must end.</summary>
    public uint Build(ReadOnlySpan<ulong> number, uint multiplier, int count, FactoringRun run)
    {
        Reserve(count + Padding);
        Count = 0;
        Add(2, 1);
        var tried = 0;
        foreach (var p in count < SmallBase ? SmallPrimes.Primes : LongPrimes.Value)
        {
            if (++tried % PrimesPerLook == 0 && !run.Continue()) return 0;
            var residue = LimbSpan.Remainder(number, p);
            if (residue == 0) return p;
            var root = ModularRoot.Of((uint)((ulong)residue * multiplier % p), p);
            if (root < 0) continue;
            Add(p, (uint)root);
            if (Count == count) break;
        }
        Pad();
        return 1;
    }

    void Add(uint prime, uint root)
    {
        var i = Count++;
        Prime[i] = prime;
        PrimeReal[i] = prime;
        Reciprocal[i] = 1.0 / prime;
        Root[i] = root;
        Log[i] = (byte)Math.Round(Math.Log2(prime));
        LongInverse[i] = prime == 2 ? 0 : Ring128.InverseModuloWord(prime);
        // 2 is told by trailing zeros; this pair makes the multiplicative test refuse it.
        Inverse[i] = prime == 2 ? 1 : (uint)LongInverse[i];
        QuotientLimit[i] = prime == 2 ? 0 : uint.MaxValue / prime;
    }

    void Pad()
    {
        for (var i = Count; i < Count + Padding; i++)
        {
            Prime[i] = 1;
            PrimeReal[i] = 1;
            Reciprocal[i] = 1;
            Root[i] = 0;
            Log[i] = 0;
            Inverse[i] = 1;
            QuotientLimit[i] = 0;
        }
    }

    void Reserve(int size)
    {
        if (Prime.Length >= size) return;
        Prime = new uint[size];
        Root = new double[size];
        PrimeReal = new double[size];
        Reciprocal = new double[size];
        Log = new byte[size];
        Inverse = new uint[size];
        QuotientLimit = new uint[size];
        LongInverse = new ulong[size];
    }

    static uint[] OddPrimes(int limit)
    {
        var composite = new bool[limit];
        List<uint> primes = [];
        for (var p = 3; p < limit; p += 2)
        {
            if (composite[p]) continue;
            primes.Add((uint)p);
            for (var multiple = (long)p * p; multiple < limit; multiple += 2 * p) composite[multiple] = true;
        }
        return [.. primes];
    }
}
