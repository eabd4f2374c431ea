using System.Globalization;

namespace BatchRunner.Runner.Factor;

/// <summary>Text under construction, as the bytes that will be written. Keeps its memory from block to block.</summary>
sealed class ByteText
{
    const int LongestWord = 20;

    byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => new(_bytes, 0, Length);

    public void Clear() => Length = 0;

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(new Span<byte>(_bytes, Length, text.Length));
        Length += text.Length;
    }

    /// <summary>Repeats what stands at <paramref name="start"/>.</summary>
    public void AppendAgain(int start, int length)
    {
        Reserve(length);
        Append(new ReadOnlySpan<byte>(_bytes, start, length));
    }

    public void AppendNumber(ulong number)
    {
        Reserve(LongestWord);
        var room = new Span<byte>(_bytes, Length, LongestWord);
        number.TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary><c>digits: p p q</c> and a line end.</summary>
    public void AppendLine(ReadOnlySpan<byte> digits, ReadOnlySpan<ulong> factors)
    {
        const int Marks = 2;
        Reserve(digits.Length + Marks + factors.Length * (LongestWord + 1));
        var room = new Span<byte>(_bytes, Length, _bytes.Length - Length);
        digits.CopyTo(room);
        var at = digits.Length;
        room[at++] = (byte)':';
        foreach (var factor in factors)
        {
            room[at++] = (byte)' ';
            if (factor < 10)
            {
                // Half of all prime factors.
                room[at++] = (byte)('0' + (int)factor);
                continue;
            }
            factor.TryFormat(room[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
        }
        room[at++] = (byte)'\n';
        Length += at;
    }

    void Reserve(int count)
    {
        if (_bytes.Length - Length >= count) return;
        var larger = new byte[Math.Max(_bytes.Length * 2, Length + count)];
        Array.Copy(_bytes, larger, Length);
        _bytes = larger;
    }
}
