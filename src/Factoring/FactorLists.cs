using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring;

/// <summary>
/// The answers of one batch, in the order of its numbers, in buffers that are reused from batch to batch: filling it
/// allocates nothing once it has grown. <typeparamref name="T"/> is <see cref="ulong"/> or <see cref="UInt128"/>.
/// </summary>
public sealed class FactorLists<T> where T : unmanaged
{
    T[] _factors = new T[128];
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
        ascendingFactors.CopyTo(Open(ascendingFactors.Length));
        Close(ascendingFactors.Length, 0, cofactor, method);
    }

    /// <summary>Room for the first factors of the next number; <see cref="Close"/> ends it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Open(int places)
    {
        if (Count == _entries.Length || _used + places > _factors.Length) Grow(places);
        return _factors.AsSpan(_used, places);
    }

    /// <summary>
    /// Ends what <see cref="Open"/> began: so many factors are written, so many more of the places may be filled later
    /// by <see cref="Push"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Close(int written, int later, T cofactor, FactoringMethod method)
    {
        _entries[Count++] = new() { Start = _used, Length = (ushort)written, Method = method, Cofactor = cofactor };
        _used += written + later;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Push(int index, T factor)
    {
        ref var entry = ref _entries[index];
        _factors[entry.Start + entry.Length++] = factor;
    }

    /// <summary>The factors written so far, to be put in order.</summary>
    internal Span<T> Written(int index)
    {
        ref var entry = ref _entries[index];
        return _factors.AsSpan(entry.Start, entry.Length);
    }

    internal void Raise(int index, FactoringMethod method)
    {
        ref var entry = ref _entries[index];
        entry.Method = FactoringMethods.Stronger(entry.Method, method);
    }

    internal void SetMethod(int index, FactoringMethod method) => _entries[index].Method = method;

    void Grow(int places)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, 2 * Count);
        if (_used + places > _factors.Length)
        {
            Array.Resize(ref _factors, Math.Max(_used + places, 2 * _factors.Length));
        }
    }

    ref Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _entries[index];
    }

    struct Entry
    {
        public int Start;
        public ushort Length;
        public FactoringMethod Method;
        public T Cofactor;
    }
}
