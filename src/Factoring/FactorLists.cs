using System.Runtime.InteropServices;

namespace BatchRunner.Factoring;

/// <summary>
/// The answers of one batch, in the order of its numbers, in buffers that are reused from batch to batch: filling it
/// allocates nothing once it has grown. <typeparamref name="T"/> is <see cref="ulong"/> or <see cref="UInt128"/>.
/// </summary>
public sealed class FactorLists<T> where T : unmanaged
{
    readonly List<T> _factors = [];
    readonly List<Entry> _entries = [];

    /// <summary>How many numbers have been answered.</summary>
    public int Count => _entries.Count;

    /// <summary>The primes of the number at <paramref name="index"/>: ascending, with multiplicity.</summary>
    public ReadOnlySpan<T> Factors(int index)
    {
        var entry = _entries[index];
        return CollectionsMarshal.AsSpan(_factors).Slice(entry.Start, entry.Length);
    }

    /// <summary>The strongest stage the number needed.</summary>
    public FactoringMethod Method(int index) => _entries[index].Method;

    /// <summary>1 when the factorization is complete, else the composite the budget did not suffice for.</summary>
    public T Cofactor(int index) => _entries[index].Cofactor;

    /// <summary>Forgets the answers and keeps the memory.</summary>
    public void Clear()
    {
        _factors.Clear();
        _entries.Clear();
    }

    internal void Add(ReadOnlySpan<T> ascendingFactors, T cofactor, FactoringMethod method)
    {
        _entries.Add(new(_factors.Count, ascendingFactors.Length, cofactor, method));
        _factors.AddRange(ascendingFactors);
    }

    readonly record struct Entry(int Start, int Length, T Cofactor, FactoringMethod Method);
}
