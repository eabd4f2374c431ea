using System.Globalization;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// The numbers of a block that need more than 64 and at most 128 bits. Apart from the block because code that touches
/// UInt128 cannot be compiled ahead of time: who has none of them does not wait for the compiler.
/// </summary>
sealed class WideNumbers
{
    const int LongestWide = 39;

    readonly FactorLists<UInt128> _answers = new();
    UInt128[] _numbers = new UInt128[64];

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _answers.Clear();
    }

    /// <returns>False when the number is larger than 128 bits.</returns>
    public bool TryAdd(ReadOnlySpan<byte> digits)
    {
        if (!Numeral.TryWide(digits, out var number)) return false;
        if (Count == _numbers.Length) Array.Resize(ref _numbers, 2 * Count);
        _numbers[Count++] = number;
        return true;
    }

    public void Factorize(FactoringRun run) => Factorizer.Factorize(_numbers.AsSpan(0, Count), _answers, run);

    /// <returns>False when the number was not factored completely.</returns>
    public bool TryWrite(int place, ReadOnlySpan<byte> digits, AnswerText answers)
    {
        if (_answers.Cofactor(place) != 1) return false;

        var factors = _answers.Factors(place);
        Span<byte> decimals = stackalloc byte[LongestWide];
        answers.Open(digits);
        for (int i = 0, end; i < factors.Length; i = end)
        {
            for (end = i + 1; end < factors.Length && factors[end] == factors[i];) end++;
            factors[i].TryFormat(decimals, out var length, default, CultureInfo.InvariantCulture);
            answers.Add(decimals[..length], end - i);
        }
        answers.Close(_answers.Method(place));
        return true;
    }
}
