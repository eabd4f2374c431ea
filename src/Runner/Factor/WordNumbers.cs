using BatchRunner.Factoring;

namespace BatchRunner.Runner.Factor;

/// <summary>The numbers of a block that fit into 64 bits: nearly all that people have.</summary>
sealed class WordNumbers
{
    readonly FactorLists<ulong> _answers = new();
    ulong[] _numbers = new ulong[64];

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _answers.Clear();
    }

    /// <returns>False when the number is larger than 64 bits.</returns>
    public bool TryAdd(ReadOnlySpan<byte> digits)
    {
        if (!Numeral.TryWord(digits, out var number)) return false;
        Add(number);
        return true;
    }

    public void Add(ulong number)
    {
        Reserve();
        _numbers[Count++] = number;
    }

    public void Factorize(FactoringRun run) =>
        Factorizer.Factorize(new ReadOnlySpan<ulong>(_numbers, 0, Count), _answers, run);

    public void Write(int place, ReadOnlySpan<byte> digits, AnswerText answers) =>
        answers.AddLine(digits, _answers.Factors(place), _answers.Method(place));

    void Reserve()
    {
        if (Count < _numbers.Length) return;
        var larger = new ulong[2 * Count];
        Array.Copy(_numbers, larger, Count);
        _numbers = larger;
    }
}
