using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Factor;

/// <summary>The answers of a block as they will be written, with the complaints in their places among them.</summary>
sealed class AnswerText(AnswerLayout layout)
{
    const int LongestQuote = 60;

    static readonly byte[][] Methods = new byte[256][];

    readonly bool _withExponents = (layout & AnswerLayout.Exponents) != 0;
    readonly bool _asJson = (layout & AnswerLayout.JsonLines) != 0;
    readonly ByteText _text = new();
    readonly List<Complaint> _complaints = [];
    bool _isFirstFactor;

    public void Clear()
    {
        _text.Clear();
        _complaints.Clear();
    }

    /// <summary>
    /// The whole line of a number of up to 64 bits: in the plain layout in one go, for it is what most people get.
    /// </summary>
    public void AddLine(ReadOnlySpan<byte> digits, ReadOnlySpan<ulong> factors, FactoringMethod method)
    {
        if (layout == AnswerLayout.Plain)
        {
            _text.AppendLine(digits, factors);
            return;
        }
        Open(digits);
        for (int i = 0, end; i < factors.Length; i = end)
        {
            for (end = i + 1; end < factors.Length && factors[end] == factors[i];) end++;
            Add(factors[i], end - i);
        }
        Close(method);
    }

    /// <summary>Begins the line of a number, given in canonical form.</summary>
    public void Open(ReadOnlySpan<byte> digits)
    {
        if (_asJson) _text.Append("{\"number\":\""u8);
        _text.Append(digits);
        _text.Append(_asJson ? "\",\"factors\":["u8 : ":"u8);
        _isFirstFactor = true;
    }

    /// <summary>Adds a prime that divides so many times.</summary>
    public void Add(ulong prime, int multiplicity)
    {
        Lead();
        var start = _text.Length;
        _text.AppendNumber(prime);
        Repeat(start, multiplicity);
    }

    /// <summary>Adds a prime of any size, given as decimal digits.</summary>
    public void Add(ReadOnlySpan<byte> prime, int multiplicity)
    {
        Lead();
        var start = _text.Length;
        _text.Append(prime);
        Repeat(start, multiplicity);
    }

    /// <summary>Ends the line.</summary>
    public void Close(FactoringMethod method)
    {
        if (_asJson)
        {
            _text.Append("],\"method\":\""u8);
            _text.Append(Methods[(byte)method] ??= Encoding.ASCII.GetBytes(FactoringMethods.Name(method)));
            _text.Append("\"}"u8);
        }
        _text.Append((byte)'\n');
    }

    /// <param name="token">As it stood in the input.</param>
    /// <param name="line">1-based; 0 for the command line.</param>
    /// <param name="what">What is wrong with it.</param>
    public void Complain(ReadOnlySpan<byte> token, long line, string what)
    {
        var quote = string.Concat(Encoding.UTF8.GetString(token[..Math.Min(token.Length, LongestQuote)])
            .Select(c => char.IsControl(c) ? '?' : c));
        var place = line == 0 ? "" : $"line {line}: ";
        var tail = token.Length > LongestQuote ? "..." : "";
        _complaints.Add(new(_text.Length, $"batchrunner factor: {place}'{quote}{tail}' {what}\n"));
    }

    /// <summary>Writes answers to the output and complaints to the messages, in the order of the input.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads the answers any more.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public void Write()
    {
        var written = 0;
        foreach (var complaint in _complaints)
        {
            StandardStreams.Write(1, _text.Bytes[written..complaint.Position]);
            StandardStreams.Write(2, Encoding.UTF8.GetBytes(complaint.Message));
            written = complaint.Position;
        }
        StandardStreams.Write(1, _text.Bytes[written..]);
    }

    void Lead()
    {
        if (!_asJson) _text.Append((byte)' ');
        else if (_isFirstFactor) _text.Append(_withExponents ? "{\"prime\":\""u8 : "\""u8);
        else _text.Append(_withExponents ? ",{\"prime\":\""u8 : ",\""u8);
        _isFirstFactor = false;
    }

    /// <summary>Says how often the prime that stands since <paramref name="start"/> divides.</summary>
    void Repeat(int start, int multiplicity)
    {
        var length = _text.Length - start;
        if (_withExponents)
        {
            if (_asJson) _text.Append("\",\"exponent\":"u8);
            else if (multiplicity > 1) _text.Append((byte)'^');
            if (_asJson || multiplicity > 1) _text.AppendNumber((ulong)multiplicity);
            if (_asJson) _text.Append((byte)'}');
            return;
        }
        if (_asJson) _text.Append((byte)'"');
        for (var i = 1; i < multiplicity; i++)
        {
            Lead();
            _text.AppendAgain(start, length);
            if (_asJson) _text.Append((byte)'"');
        }
    }

    sealed record Complaint(int Position, string Message);
}
