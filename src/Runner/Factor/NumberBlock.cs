using BatchRunner.Factoring;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// Some tokens of the input on their way through one worker: read, factored as batches by size, written in the order
/// they came. All its memory is used again for the next block.
/// </summary>
/// <remarks>
/// Arrays instead of lists of our own structures here and beside it: the framework's generic code over them is not
/// compiled ahead of time, and a small request would mostly wait for the compiler.
/// </remarks>
sealed class NumberBlock(AnswerLayout layout)
{
    const int MaxTextBytes = 64 * 1024;

    /// <summary>Hard numbers make small blocks, so that every worker gets some and answers come soon.</summary>
    const double MaxMicros = 100_000;

    const int EstimatedDigits = 60;

    static readonly double[] Micros = Estimates();

    readonly WordNumbers _words = new();
    WideNumbers? _wides;
    byte[] _text = new byte[1024];
    Token[] _tokens = new Token[64];
    int _textLength;
    double _micros;

    public int Count { get; private set; }

    /// <summary>The place of the block in the input, counted from 0.</summary>
    public long Sequence { get; set; }

    public AnswerText Answers { get; } = new(layout);

    public void Clear()
    {
        Count = 0;
        _textLength = 0;
        _micros = 0;
        _words.Clear();
        _wides?.Clear();
        Answers.Clear();
    }

    /// <param name="token">No blanks in it.</param>
    /// <param name="line">1-based line of the input; 0 for the command line.</param>
    /// <returns>False when the block is full; a block always takes its first token.</returns>
    public bool TryAdd(ReadOnlySpan<byte> token, long line)
    {
        if (!HasRoom(token.Length)) return false;
        Append(token, line);
        return true;
    }

    /// <summary>Adds a token that has been read already.</summary>
    public bool TryAddWord(ReadOnlySpan<byte> digits, ulong number, long line)
    {
        if (!HasRoom(digits.Length)) return false;
        ref var token = ref Append(digits, line);
        token.Size = Size.Word;
        token.DigitCount = digits.Length;
        token.Place = _words.Count;
        _words.Add(number);
        return true;
    }

    /// <summary>Factors every token and writes the answers.</summary>
    /// <returns>False when a token is no number or was not factored completely.</returns>
    public bool Solve(FactoringRun run)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_tokens[i].Size == Size.Unread) Sort(ref _tokens[i]);
        }
        _words.Factorize(run);
        _wides?.Factorize(run);

        var isGood = true;
        for (var i = 0; i < Count; i++) isGood &= TryAnswer(ref _tokens[i], run);
        return isGood;
    }

    /// <summary>Puts the number into the batch of its size and remembers its place there.</summary>
    void Sort(ref Token token)
    {
        var digits = Numeral.Canonical(new(_text, token.Start, token.Length));
        token.DigitCount = digits.Length;
        token.Size = Size.None;
        if (digits.IsEmpty || digits.Length > Numeral.MostDigits) return;

        if (_words.TryAdd(digits))
        {
            token.Size = Size.Word;
            token.Place = _words.Count - 1;
        }
        else if ((_wides ??= new()).TryAdd(digits))
        {
            token.Size = Size.Wide;
            token.Place = _wides.Count - 1;
        }
        else
        {
            token.Size = Size.Large;
        }
    }

    bool TryAnswer(ref Token token, FactoringRun run)
    {
        // Sign and leading zeros stand before the digits, so these are the token's last.
        var digits = new ReadOnlySpan<byte>(_text, token.Start + token.Length - token.DigitCount, token.DigitCount);
        switch (token.Size)
        {
            case Size.Word:
                _words.Write(token.Place, digits, Answers);
                return true;
            case Size.Wide when _wides!.TryWrite(token.Place, digits, Answers):
            case Size.Large when LargeNumbers.TryWrite(digits, Answers, run):
                return true;
            case Size.None:
                Answers.Complain(new(_text, token.Start, token.Length), token.Line, token.Length > Numeral.MostDigits
                    ? $"has more than {Numeral.MostDigits} digits"
                    : "is not a non-negative integer");
                return false;
            default:
                Answers.Complain(digits, token.Line, "could not be factored completely");
                return false;
        }
    }

    bool HasRoom(int length) => Count == 0
        || _textLength + length <= MaxTextBytes && _micros + Micros[Math.Min(length, EstimatedDigits)] <= MaxMicros;

    ref Token Append(ReadOnlySpan<byte> text, long line)
    {
        Reserve(text.Length);
        text.CopyTo(new Span<byte>(_text, _textLength, text.Length));
        ref var token = ref _tokens[Count++];
        token = new() { Start = _textLength, Length = text.Length, Line = line };
        _textLength += text.Length;
        _micros += Micros[Math.Min(text.Length, EstimatedDigits)];
        return ref token;
    }

    void Reserve(int textBytes)
    {
        if (_text.Length - _textLength < textBytes)
        {
            var larger = new byte[Math.Max(2 * _text.Length, _textLength + textBytes)];
            Array.Copy(_text, larger, _textLength);
            _text = larger;
        }
        if (_tokens.Length == Count)
        {
            var larger = new Token[2 * Count];
            Array.Copy(_tokens, larger, Count);
            _tokens = larger;
        }
    }

    static double[] Estimates()
    {
        var micros = new double[EstimatedDigits + 1];
        for (var digits = 1; digits <= EstimatedDigits; digits++) micros[digits] = EffortEstimate.Micros(digits);
        return micros;
    }

    enum Size
    {
        Unread,

        /// <summary>No number.</summary>
        None,
        Word,
        Wide,
        Large,
    }

    struct Token
    {
        public int Start;
        public int Length;
        public int DigitCount;
        public int Place;
        public long Line;
        public Size Size;
    }
}
