namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// What the sieve found, as data: each relation is a root r and the factor-base indices, with multiplicity, of a value
/// v = r^2 (mod kN); index 0 is 2, and <see cref="Sign"/> stands for -1. A relation may hold one large prime beside;
/// the first with a given large prime waits until a second one pairs with it.
/// <para>Source: A. K. Lenstra, M. S. Manasse, Factoring with two large primes, Math. Comp. 63 (1994), section 2 (one
/// large prime).</para>
/// </summary>
sealed class Relations
{
    /// <summary>The index that stands for a factor of -1.</summary>
    public const int Sign = ushort.MaxValue;

    readonly List<ushort> _factors = [];
    readonly List<Entry> _entries = [];
    readonly Dictionary<uint, int> _waiting = [];
    readonly HashSet<UInt128> _roots = [];

    public int Count => _entries.Count;

    public void Clear()
    {
        _factors.Clear();
        _entries.Clear();
        _waiting.Clear();
        _roots.Clear();
    }

    /// <summary>
    /// Keeps a relation. Returns its index, and in <paramref name="partner"/> the earlier one with the same large prime
    /// (-1 when the relation is complete by itself), or -1 when it must wait or is known already.
    /// </summary>
    public int Add(UInt128 root, ReadOnlySpan<ushort> factors, uint largePrime, out int partner)
    {
        partner = -1;
        if (!_roots.Add(root)) return -1;
        var index = _entries.Count;
        _entries.Add(new(root, _factors.Count, factors.Length, largePrime));
        _factors.AddRange(factors);
        if (largePrime == 1) return index;
        if (_waiting.TryGetValue(largePrime, out partner)) return index;
        _waiting.Add(largePrime, index);
        partner = -1;
        return -1;
    }

    public UInt128 Root(int index) => _entries[index].Root;

    public uint LargePrime(int index) => _entries[index].LargePrime;

    public ReadOnlySpan<ushort> Factors(int index)
    {
        var entry = _entries[index];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_factors).Slice(entry.Start, entry.Length);
    }

    readonly record struct Entry(UInt128 Root, int Start, int Length, uint LargePrime);
}
