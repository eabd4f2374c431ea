namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Reads a number file from any recorded point to its end as a sequence of slices. The first is as short as can be so
/// that work starts at once; later ones grow so that a large file costs few transactions. Everything here is
/// synchronous: it is reading, hashing and planning.
/// </summary>
public sealed class FileSlicer : IDisposable
{
    const int SmallestSlicePayloadBytes = 256 * 1024;

    readonly NumberFile _file;
    readonly IntakeLimits _limits;
    readonly LineGrammar _grammar;
    readonly LineReader _reader;
    readonly ChunkPlanner _planner;
    readonly List<PlannedChunk> _chunks = [];
    readonly List<RejectedLine> _rejects = [];
    int _payloadLimit = 1;
    int _payloadBytes;
    int _rejectCharacters;
    long _sliceStart;
    long _lines;
    long _blanks;
    long _numbers;
    long _rejected;
    bool _ended;

    FileSlicer(NumberFile file, IntakeLimits limits, bool startsSmall)
    {
        _file = file;
        _limits = limits;
        _grammar = new(limits.MaxDigits);
        _reader = new(file, _grammar.MaxLineBytes, limits.MaxTextBytes);
        _planner = new(limits, startsSmall);
    }

    /// <summary>Reads <paramref name="file"/> from its start.</summary>
    public static FileSlicer Start(NumberFile file, IntakeLimits limits) => new(file, limits, startsSmall: true);

    /// <summary>Reads <paramref name="file"/> again up to <paramref name="point"/> and goes on behind it.</summary>
    /// <exception cref="UnreadableFileException">The file no longer begins with what was taken in from it.</exception>
    public static FileSlicer Resume(NumberFile file, IntakeLimits limits, IntakePoint point, CancellationToken token)
    {
        var slicer = new FileSlicer(file, limits, startsSmall: point.Numbers == 0);
        if (!slicer._reader.TrySkipTo(point.Offset, token) || slicer._reader.PrefixHash() != point.PrefixHash)
        {
            throw new UnreadableFileException($"{file.Name} was changed while it was being read: its first"
                + $" {point.Offset} bytes of text are not the ones already taken in.");
        }
        (_, _, slicer._lines, slicer._blanks, slicer._numbers, slicer._rejected) = point;
        slicer._sliceStart = point.Offset;
        slicer._planner.BeginAt(slicer.ShareRead);
        return slicer;
    }

    /// <summary>The next slice, or null after the last. Even an empty file has one.</summary>
    /// <exception cref="UnreadableFileException">The file is damaged, or longer than allowed.</exception>
    public FileSlice? Next(CancellationToken token)
    {
        if (_ended) return null;
        while (_reader.TryRead(out var line, token))
        {
            var reading = _grammar.Read(line, _reader.LineLength);
            if (reading.Kind == LineKind.Number && !_planner.Fits(reading.Digits.Length))
            {
                CloseChunk();
                if (IsFull)
                {
                    _reader.Unread();
                    return Slice(null);
                }
            }
            Take(reading, line);
            if (_planner.IsFull || (MustEnd && !_planner.IsEmpty)) CloseChunk();
            if (_planner.IsEmpty && IsFull) return Slice(null);
        }
        if (!_planner.IsEmpty) CloseChunk();
        _ended = true;
        _file.RequireUnchanged();
        return Slice(_file.IsVerbatim ? _reader.PrefixHash() : _file.FinishHash());
    }

    public void Dispose() => _reader.Dispose();

    // What a compressed file has left is known by its bytes on disk alone.
    double ShareRead => _file.IsVerbatim ? (double)_reader.Offset / Math.Max(1, _file.Length) : _file.ShareRead;

    bool IsFull => _payloadBytes >= _payloadLimit || MustEnd;

    bool MustEnd =>
        _rejects.Count >= _limits.SliceRejects || _rejectCharacters >= _limits.SliceRejectCharacters
        || _chunks.Count >= _limits.SliceChunks || _reader.Offset - _sliceStart >= _limits.SliceTextBytes;

    void Take(LineReading reading, ReadOnlySpan<byte> line)
    {
        _lines++;
        switch (reading.Kind)
        {
            case LineKind.Number:
                _numbers++;
                _planner.Add(_lines, reading.Digits);
                break;
            case LineKind.Blank:
                _blanks++;
                _planner.Skip();
                break;
            default:
                _rejected++;
                _planner.Skip();
                Reject(new(_lines, reading.Column, RejectText.From(line, _reader.LineLength), reading.Reason));
                break;
        }
    }

    void Reject(RejectedLine line)
    {
        _rejects.Add(line);
        _rejectCharacters += line.Text.Length + line.Reason.Length;
    }

    void CloseChunk()
    {
        var chunk = _planner.Close(ShareRead);
        _chunks.Add(chunk);
        _payloadBytes += chunk.Payload.Length;
    }

    FileSlice Slice(string? fileHash)
    {
        var reached = new IntakePoint(_reader.Offset, _reader.PrefixHash(), _lines, _blanks, _numbers, _rejected);
        var slice = new FileSlice([.. _chunks], [.. _rejects], reached, fileHash);
        _chunks.Clear();
        _rejects.Clear();
        _payloadBytes = _rejectCharacters = 0;
        _payloadLimit = Math.Min(Math.Max(2 * _payloadLimit, SmallestSlicePayloadBytes), _limits.SlicePayloadBytes);
        _sliceStart = reached.Offset;
        return slice;
    }
}
