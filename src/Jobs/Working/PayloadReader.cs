using BatchRunner.Storage;

namespace BatchRunner.Jobs.Working;

/// <summary>Walks the number lines of a chunk's payload; see <see cref="NewChunk"/> for its form.</summary>
public ref struct PayloadReader
{
    readonly ReadOnlySpan<byte> _text;
    int _position;
    long _line;

    /// <param name="nextLine">Lines before it are passed over.</param>
    public PayloadReader(ChunkPayload payload, long nextLine)
    {
        _text = payload.Numbers;
        _line = payload.FirstLine;
        while (_line < nextLine && _position < _text.Length) Skip();
    }

    /// <summary>The next number, or false at the end of the payload.</summary>
    /// <param name="line">Its line in the file.</param>
    /// <param name="start">Where its digits start in the payload.</param>
    /// <param name="length">How many digits.</param>
    public bool Read(out long line, out int start, out int length)
    {
        while (_position < _text.Length)
        {
            line = _line++;
            start = _position;
            length = _text[_position..].IndexOf((byte)'\n');
            _position += length + 1;
            if (length > 0) return true;
        }
        line = start = length = 0;
        return false;
    }

    void Skip()
    {
        _position += _text[_position..].IndexOf((byte)'\n') + 1;
        _line++;
    }
}
