namespace BatchRunner.Factoring;

/// <summary>
/// The answers of one batch, in the order of its numbers, in buffers that are reused from batch to batch: filling it
/// allocates nothing once it has grown. <typeparamref name="T"/> is <see cref="ulong"/> or <see cref="UInt128"/>.
/// </summary>
public sealed class FactorLists<T> where T : unmanaged
{
    T[] _factors = new T[64];
    Entry[] _entries = new Entry[16];
    int _used;

    /// <summary>How many numbers have been answered.</summary>
    public int Count { get; private set; }

    /// <summary>The primes of the number at <paramref name="index"/>: ascending, with multiplicity.</summary>
    public ReadOnlySpan<T> Factors(int index)
    {
        ref var entry = ref At(index);
        return _factors.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>The strongest stage the number needed.</summary>
    public FactoringMethod Method(int index) => At(index).Method;

    /// <summary>1 when the factorization is complete, else the composite the budget did not suffice for.</summary>
    public T Cofactor(int index) => At(index).Cofactor;

    /// <summary>Forgets the answers and keeps the memory.</summary>
    public void Clear()
    {
        _used = 0;
        Count = 0;
    }

    internal void Add(ReadOnlySpan<T> ascendingFactors, T cofactor, FactoringMethod method)
    {
        Reserve(1, ascendingFactors.Length);
        ascendingFactors.CopyTo(_factors.AsSpan(_used));
        _entries[Count++] = new(_used, (ushort)ascendingFactors.Length, method, cofactor);
        _used += ascendingFactors.Length;
    }

    void Reserve(int numbers, int factors)
    {
        if (Count + numbers > _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(Count + numbers, 2 * _entries.Length));
        }
        if (_used + factors > _factors.Length)
        {
            Array.Resize(ref _factors, Math.Max(_used + factors, 2 * _factors.Length));
        }
    }

    ref Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _entries[index];
    }

    readonly record struct Entry(int Start, ushort Length, FactoringMethod Method, T Cofactor);
}
