using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Factor;

/// <summary>The answers of a block as they will be written, with the complaints in their places among them.</summary>
sealed class AnswerText
{
    const int LongestQuote = 60;

    static readonly byte[][] Methods = new byte[256][];

    readonly ByteText _text = new();
    readonly List<(int Position, string Message)> _complaints = [];

    public void Clear()
    {
        _text.Clear();
        _complaints.Clear();
    }

    public void Add<T>(ReadOnlySpan<byte> digits, ReadOnlySpan<T> factors, FactoringMethod method, AnswerLayout layout)
        where T : IUtf8SpanFormattable, IEquatable<T>
    {
        if (layout.HasFlag(AnswerLayout.JsonLines))
        {
            AddJson(digits, factors, method, layout.HasFlag(AnswerLayout.Exponents));
            return;
        }
        _text.Append(digits);
        _text.Append((byte)':');
        if (layout.HasFlag(AnswerLayout.Exponents))
        {
            for (var i = 0; i < factors.Length; i += Multiplicity(factors[i..])) AddPower(factors[i..]);
        }
        else
        {
            foreach (var factor in factors)
            {
                _text.Append((byte)' ');
                _text.AppendNumber(factor);
            }
        }
        _text.Append((byte)'\n');
    }

    public void Complain(ReadOnlySpan<byte> token, long line, string what)
    {
        var quote = string.Concat(Encoding.UTF8.GetString(token[..Math.Min(token.Length, LongestQuote)])
            .Select(c => char.IsControl(c) ? '?' : c));
        var place = line == 0 ? "" : $"line {line}: ";
        _complaints.Add((_text.Length,
            $"batchrunner factor: {place}'{quote}{(token.Length > LongestQuote ? "..." : "")}' {what}\n"));
    }

    /// <summary>Writes answers to the output and complaints to the messages, in the order of the input.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads the answers any more.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public void Write()
    {
        var written = 0;
        foreach (var (position, message) in _complaints)
        {
            StandardStreams.Write(1, _text.Bytes[written..position]);
            StandardStreams.Write(2, Encoding.UTF8.GetBytes(message));
            written = position;
        }
        StandardStreams.Write(1, _text.Bytes[written..]);
    }

    void AddPower<T>(ReadOnlySpan<T> factors) where T : IUtf8SpanFormattable, IEquatable<T>
    {
        _text.Append((byte)' ');
        _text.AppendNumber(factors[0]);
        if (Multiplicity(factors) is > 1 and var exponent)
        {
            _text.Append((byte)'^');
            _text.AppendNumber(exponent);
        }
    }

    void AddJson<T>(ReadOnlySpan<byte> digits, ReadOnlySpan<T> factors, FactoringMethod method, bool exponents)
        where T : IUtf8SpanFormattable, IEquatable<T>
    {
        _text.Append("{\"number\":\""u8);
        _text.Append(digits);
        _text.Append("\",\"factors\":["u8);
        for (int i = 0, step; i < factors.Length; i += step)
        {
            step = exponents ? Multiplicity(factors[i..]) : 1;
            if (i > 0) _text.Append((byte)',');
            _text.Append(exponents ? "{\"prime\":\""u8 : "\""u8);
            _text.AppendNumber(factors[i]);
            _text.Append((byte)'"');
            if (!exponents) continue;
            _text.Append(",\"exponent\":"u8);
            _text.AppendNumber(step);
            _text.Append((byte)'}');
        }
        _text.Append("],\"method\":\""u8);
        _text.Append(Methods[(byte)method] ??= Encoding.ASCII.GetBytes(FactoringMethods.Name(method)));
        _text.Append("\"}\n"u8);
    }

    /// <summary>How often the first factor stands at the start.</summary>
    static int Multiplicity<T>(ReadOnlySpan<T> factors) where T : IEquatable<T>
    {
        var count = 1;
        while (count < factors.Length && factors[count].Equals(factors[0])) count++;
        return count;
    }
}
