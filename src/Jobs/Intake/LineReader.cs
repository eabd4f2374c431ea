using System.Diagnostics;
using System.Security.Cryptography;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Cuts text into lines without ever holding more than one buffer of it, and hashes what has been consumed. Of a line
/// longer than <paramref name="maxLineBytes"/> only the beginning is kept; the rest is counted and passed over.
/// </summary>
sealed class LineReader(NumberFile file, int maxLineBytes, long maxTextBytes) : IDisposable
{
    // A read of 256 KiB amortises the call and still lies in the second-level cache of any processor of today.
    const int ReadBytes = 256 * 1024;

    readonly byte[] _buffer = new byte[maxLineBytes + ReadBytes];
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    int _hashedTo;
    int _lineStart;
    int _next;
    int _end;
    bool _ended;
    long _discarded;
    long _read;

    /// <summary>Bytes of text consumed: up to the end of the line read last.</summary>
    public long Offset => _discarded + _next;

    /// <summary>How long the line read last is, of which the span may hold only the beginning.</summary>
    public long LineLength { get; private set; }

    /// <summary>The next line without its line feed; valid until the next call. False at the end of the text.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, CancellationToken token)
    {
        var searched = _next;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0) return Take(searched + found, searched + found + 1, out line);

            if (_end - _next > maxLineBytes) return TakeOverlong(out line, token);
            searched = _end;
            var shift = _next;
            if (Fill(token))
            {
                searched -= shift;
                continue;
            }
            if (_end > _next) return Take(_end, _end, out line);
            line = default;
            return false;
        }
    }

    /// <summary>Puts the line read last back, to be read again. Not for one that was cut.</summary>
    public void Unread()
    {
        Debug.Assert(LineLength <= maxLineBytes, "The bytes of an overlong line are gone.");
        _next = _lineStart;
    }

    /// <summary>SHA-256 of the text up to <see cref="Offset"/>.</summary>
    public string PrefixHash()
    {
        HashConsumed();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <summary>Consumes text up to an offset at which a line starts. False when the text ends before it.</summary>
    public bool TrySkipTo(long offset, CancellationToken token)
    {
        while (Offset < offset)
        {
            if (_next == _end && !Fill(token)) return false;
            _next += (int)Math.Min(_end - _next, offset - Offset);
        }
        return true;
    }

    public void Dispose() => _hash.Dispose();

    bool Take(int lineEnd, int next, out ReadOnlySpan<byte> line)
    {
        LineLength = lineEnd - _next;
        line = _buffer.AsSpan(_next, (int)Math.Min(LineLength, maxLineBytes));
        _lineStart = _next;
        _next = next;
        return true;
    }

    // Called with more than the allowed bytes in the buffer and no line feed among them. The beginning moves to the
    // front and stays; what follows it runs through the rest of the buffer until a line feed comes.
    bool TakeOverlong(out ReadOnlySpan<byte> line, CancellationToken token)
    {
        HashConsumed();
        _hash.AppendData(_buffer.AsSpan(_next, _end - _next));
        long length = _end - _next;
        _discarded += _next;
        _buffer.AsSpan(_next, maxLineBytes).CopyTo(_buffer);
        line = _buffer.AsSpan(0, maxLineBytes);

        while (true)
        {
            var read = ReadText(_buffer.AsSpan(maxLineBytes), token);
            var found = _buffer.AsSpan(maxLineBytes, read).IndexOf((byte)'\n');
            var consumed = found < 0 ? read : found + 1;
            _hash.AppendData(_buffer.AsSpan(maxLineBytes, consumed));
            length += consumed;
            if (found < 0 && read > 0) continue;

            _ended |= read == 0;
            LineLength = found < 0 ? length : length - 1;
            _next = _hashedTo = maxLineBytes + consumed;
            _end = maxLineBytes + read;
            _discarded += length - _next;
            return true;
        }
    }

    bool Fill(CancellationToken token)
    {
        if (_ended) return false;
        HashConsumed();
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        _discarded += _next;
        _end -= _next;
        _next = _hashedTo = 0;

        var read = ReadText(_buffer.AsSpan(_end), token);
        _end += read;
        _ended = read == 0;
        return read > 0;
    }

    int ReadText(Span<byte> buffer, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var read = file.Text.Read(buffer);
        _read += read;
        if (_read <= maxTextBytes) return read;
        throw new UnreadableFileException(
            $"{file.Name} holds more than {maxTextBytes} bytes of text; split it into several files.");
    }

    void HashConsumed()
    {
        _hash.AppendData(_buffer.AsSpan(_hashedTo, _next - _hashedTo));
        _hashedTo = _next;
    }
}
