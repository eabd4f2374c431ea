using System.Globalization;

namespace BatchRunner.Runner.Factor;

/// <summary>Text under construction, as the bytes that will be written. Keeps its memory from block to block.</summary>
sealed class ByteText
{
    byte[] _bytes = new byte[4096];
    int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(byte value)
    {
        if (_length == _bytes.Length) Grow(1);
        _bytes[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        if (_bytes.Length - _length < text.Length) Grow(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    public void AppendNumber<T>(T number) where T : IUtf8SpanFormattable
    {
        int written;
        while (!number.TryFormat(_bytes.AsSpan(_length), out written, default, CultureInfo.InvariantCulture)) Grow(64);
        _length += written;
    }

    void Grow(int atLeast) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + atLeast));
}
