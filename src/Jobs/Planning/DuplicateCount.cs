using System.Buffers.Binary;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// Counts numbers that came before, by 64-bit hashes in a table of bounded size. Two different numbers with one hash
/// are one in a million files of ten million lines. When the table is full, only hashes with a certain last bit are
/// kept, then with two, and so on: the count is then an extrapolation from that sample.
/// </summary>
/// <param name="mostSlots">A power of two; half of them may be taken. The default takes 128 MB at most.</param>
public sealed class DuplicateCount(int mostSlots = 1 << 24)
{
    const int FirstSlots = 1 << 12;

    ulong[] _slots = new ulong[Math.Min(FirstSlots, mostSlots)];
    int _used;
    int _sampleBits;
    long _seen;

    /// <summary>Numbers that came before.</summary>
    public long Count => _seen << _sampleBits;

    /// <summary>False when <see cref="Count"/> is extrapolated.</summary>
    public bool IsExact => _sampleBits == 0;

    public void Add(ReadOnlySpan<byte> digits)
    {
        // 0 marks an empty slot.
        var hash = Math.Max(Hash(digits), 1);
        if ((hash & SampleMask) != 0) return;

        if (!Insert(_slots, hash))
        {
            _seen++;
            return;
        }
        if (++_used > _slots.Length / 2) Grow();
    }

    ulong SampleMask => (1UL << _sampleBits) - 1;

    // The upper bits choose the slot, the lower ones the sample, so that a sample still spreads over the table.
    static bool Insert(ulong[] slots, ulong hash)
    {
        var slot = (int)(hash >> 40) & (slots.Length - 1);
        while (slots[slot] != 0)
        {
            if (slots[slot] == hash) return false;
            slot = (slot + 1) & (slots.Length - 1);
        }
        slots[slot] = hash;
        return true;
    }

    void Grow()
    {
        var old = _slots;
        if (old.Length < mostSlots)
        {
            _slots = new ulong[2 * old.Length];
        }
        else
        {
            _sampleBits++;
            _seen /= 2;
            _slots = new ulong[old.Length];
        }
        _used = 0;
        foreach (var hash in old)
            if (hash != 0 && (hash & SampleMask) == 0 && Insert(_slots, hash)) _used++;
    }

    // Eight digits at a time, multiplied and folded; the factor is the golden ratio's, odd and without a pattern.
    static ulong Hash(ReadOnlySpan<byte> digits)
    {
        const ulong Factor = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)digits.Length * Factor;
        for (; digits.Length >= 8; digits = digits[8..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(digits));
        foreach (var digit in digits) hash = Mix(hash ^ digit);
        return hash;

        static ulong Mix(ulong value)
        {
            var high = Math.BigMul(value, Factor, out var low);
            return high ^ low ^ (value >> 29);
        }
    }
}
