using System.Buffers;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// The process's input, cut at white space into blocks of what has arrived: a terminal or a slow pipe is answered line
/// by line, while a file comes in large blocks. Memory is constant whatever arrives.
/// </summary>
sealed class InputSource : INumberSource
{
    /// <summary>Holds the longest token that is accepted, and makes a read worth its system call.</summary>
    const int Capacity = 128 * 1024;

    static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    int _start;
    int _end;
    long _line = 1;
    bool _begun;
    bool _ended;
    bool _skipping;

    public bool HasMore => _buffer.AsSpan(_start, _end - _start).ContainsAny(Blanks);

    public bool TryFill(NumberBlock block)
    {
        block.Clear();
        while (true)
        {
            SkipBlanks();
            var rest = _buffer.AsSpan(_start, _end - _start);
            if (rest.Length >= Numeral.Window && !_skipping && Numeral.Scan(rest, out var word) is > 0 and var digits
                && IsBlank(rest[digits]))
            {
                if (!block.TryAddWord(rest[..digits], word, _line)) return true;
                _start += digits;
                continue;
            }
            var length = rest.IndexOfAny(Blanks);
            var isOpen = length < 0 && !_ended;
            if (rest.IsEmpty || isOpen && rest.Length < Capacity)
            {
                if (block.Count > 0 || _ended) return block.Count > 0;
                Refill();
                continue;
            }
            if (length < 0) length = rest.Length;
            if (!_skipping && !block.TryAdd(rest[..length], _line)) return true;

            // A token that fills the whole buffer is refused for its length; what follows of it is not another token.
            _skipping = isOpen;
            _start += length;
        }
    }

    static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    void SkipBlanks()
    {
        for (; _start < _end && IsBlank(_buffer[_start]); _start++)
        {
            if (_buffer[_start] == '\n') _line++;
            _skipping = false;
        }
    }

    void Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;

        var count = StandardStreams.Read(_buffer.AsSpan(_end));
        _end += count;
        _ended = count == 0;

        // Windows tools put a byte order mark before what they pipe.
        if (!_begun && _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _start = 3;
        _begun = true;
    }
}
