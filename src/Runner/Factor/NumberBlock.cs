using System.Runtime.InteropServices;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// Some tokens of the input on their way through one worker: read, factored as batches by size, written in the order
/// they came. All its memory is used again for the next block.
/// </summary>
sealed class NumberBlock
{
    const int MaxTextBytes = 64 * 1024;

    /// <summary>A block of hard numbers stays small enough for all workers to have one, and for answers to come soon.</summary>
    const double MaxMicros = 100_000;

    static readonly double[] Micros =
        [0, .. Enumerable.Range(1, 60).Select(digits => EffortEstimate.Micros(digits))];

    readonly byte[] _text = new byte[2 * MaxTextBytes];
    readonly List<Token> _tokens = [];
    readonly List<ulong> _words = [];
    readonly List<UInt128> _wides = [];
    readonly FactorLists<ulong> _wordAnswers = new();
    readonly FactorLists<UInt128> _wideAnswers = new();
    int _textLength;
    double _micros;

    public int Count => _tokens.Count;

    /// <summary>The place of the block in the input, counted from 0.</summary>
    public long Sequence { get; set; }

    public AnswerText Answers { get; } = new();

    public void Clear()
    {
        _tokens.Clear();
        _words.Clear();
        _wides.Clear();
        _wordAnswers.Clear();
        _wideAnswers.Clear();
        Answers.Clear();
        _textLength = 0;
        _micros = 0;
    }

    /// <param name="token">No blanks in it.</param>
    /// <param name="line">1-based line of the input; 0 for the command line.</param>
    /// <returns>False when the block is full; a block always takes its first token.</returns>
    public bool TryAdd(ReadOnlySpan<byte> token, long line)
    {
        var micros = Micros[Math.Min(token.Length, Micros.Length - 1)];
        var isFull = _textLength + token.Length > MaxTextBytes || _micros + micros > MaxMicros;
        if (isFull && _tokens.Count > 0) return false;

        var kept = token[..Math.Min(token.Length, _text.Length)];
        kept.CopyTo(_text.AsSpan(_textLength));
        _tokens.Add(new(_textLength, kept.Length, line));
        _textLength += kept.Length;
        _micros += micros;
        return true;
    }

    /// <summary>Factors every token and writes the answers.</summary>
    /// <returns>False when a token is no number or was not factored completely.</returns>
    public bool Solve(AnswerLayout layout, FactoringRun run)
    {
        foreach (ref var token in CollectionsMarshal.AsSpan(_tokens)) Sort(ref token);
        Factorizer.Factorize(CollectionsMarshal.AsSpan(_words), _wordAnswers, run);
        Factorizer.Factorize(CollectionsMarshal.AsSpan(_wides), _wideAnswers, run);

        var isGood = true;
        foreach (ref readonly var token in CollectionsMarshal.AsSpan(_tokens)) isGood &= Answer(token, layout, run);
        return isGood;
    }

    /// <summary>Puts the number into the batch of its size and remembers its place there.</summary>
    void Sort(ref Token token)
    {
        var digits = Numeral.Canonical(_text.AsSpan(token.Start, token.Length));
        if (digits.IsEmpty || digits.Length > Numeral.MostDigits) return;

        token.DigitCount = digits.Length;
        if (Numeral.TryWord(digits, out var word))
        {
            token.Size = Size.Word;
            token.Place = _words.Count;
            _words.Add(word);
        }
        else if (Numeral.TryWide(digits, out var wide))
        {
            token.Size = Size.Wide;
            token.Place = _wides.Count;
            _wides.Add(wide);
        }
        else
        {
            token.Size = Size.Big;
        }
    }

    bool Answer(in Token token, AnswerLayout layout, FactoringRun run)
    {
        // Sign and leading zeros stand before the digits, so these are the token's last.
        var digits = _text.AsSpan(token.Start + token.Length - token.DigitCount, token.DigitCount);
        switch (token.Size)
        {
            case Size.Word when _wordAnswers.Cofactor(token.Place) == 1:
                Answers.Add(digits, _wordAnswers.Factors(token.Place), _wordAnswers.Method(token.Place), layout);
                return true;
            case Size.Wide when _wideAnswers.Cofactor(token.Place) == 1:
                Answers.Add(digits, _wideAnswers.Factors(token.Place), _wideAnswers.Method(token.Place), layout);
                return true;
            case Size.Big when Factorizer.Factorize(Numeral.Big(digits), run) is { IsComplete: true } answer:
                Answers.Add(digits, [.. answer.Factors], answer.Method, layout);
                return true;
            case Size.None:
                Answers.Complain(_text.AsSpan(token.Start, token.Length), token.Line,
                    token.Length > Numeral.MostDigits ? $"has more than {Numeral.MostDigits} digits" : "is not a non-negative integer");
                return false;
            default:
                Answers.Complain(digits, token.Line, "could not be factored completely");
                return false;
        }
    }

    enum Size : byte
    {
        None,
        Word,
        Wide,
        Big,
    }

    struct Token(int start, int length, long line)
    {
        public readonly int Start = start;
        public readonly int Length = length;
        public readonly long Line = line;
        public Size Size;
        public int DigitCount;
        public int Place;
    }
}
