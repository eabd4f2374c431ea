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
        number.TryFormat(new Span<byte>(_bytes, Length, LongestWord), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    void Reserve(int count)
    {
        if (_bytes.Length - Length >= count) return;
        var larger = new byte[Math.Max(_bytes.Length * 2, Length + count)];
        Array.Copy(_bytes, larger, Length);
        _bytes = larger;
    }
}
