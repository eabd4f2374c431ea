using System.Buffers.Text;
using BatchRunner.Factoring;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>
/// The next lines of a chunk, with all numbers of up to 64 bits among them factored as one batch: files come in
/// batches, and the engine is several times faster on many numbers than on one.
/// </summary>
sealed class NumberWindow(int capacity)
{
    readonly List<Entry> _entries = new(capacity);
    readonly ulong[] _small = new ulong[capacity];
    int _smallCount;

    internal int Count => _entries.Count;

    /// <summary>Answers of the small numbers; see <see cref="Entry.SmallIndex"/>.</summary>
    internal FactorLists<ulong> Answers { get; } = new();

    internal Entry this[int index] => _entries[index];

    /// <summary>Reads the next lines before <paramref name="endLine"/>. False when there are none.</summary>
    internal bool Fill(ref PayloadReader reader, ChunkPayload payload, long endLine)
    {
        _entries.Clear();
        _smallCount = 0;
        while (_entries.Count < capacity && reader.Read(out var line, out var start, out var length) && line < endLine)
        {
            var small = Utf8Parser.TryParse(payload.Numbers.AsSpan(start, length), out ulong number, out var used) && used == length;
            if (small) _small[_smallCount] = number;
            _entries.Add(new(line, start, length, small ? _smallCount++ : -1));
        }
        return _entries.Count > 0;
    }

    /// <summary>Factors the small numbers and returns the CPU microseconds it took.</summary>
    internal long FactorSmall(FactoringRun run, TimeProvider cpu)
    {
        Answers.Clear();
        if (_smallCount == 0) return 0;

        var started = cpu.GetTimestamp();
        Factorizer.Factorize(_small.AsSpan(0, _smallCount), Answers, run);
        return (long)cpu.GetElapsedTime(started).TotalMicroseconds;
    }

    /// <summary>The share of one small number in the time of all, so that the shares add up to the whole.</summary>
    internal long Share(long micros, int smallIndex) =>
        (smallIndex + 1) * micros / _smallCount - smallIndex * micros / _smallCount;

    /// <param name="Line">1-based line in the file.</param>
    /// <param name="Start">Where its digits start in the payload.</param>
    /// <param name="Length">How many digits.</param>
    /// <param name="SmallIndex">Index of its answer among the small ones; -1 above 64 bits.</param>
    internal readonly record struct Entry(long Line, int Start, int Length, int SmallIndex);
}
