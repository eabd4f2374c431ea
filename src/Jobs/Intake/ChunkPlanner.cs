using BatchRunner.Factoring;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Packs numbers into chunks of about equal effort. The first chunks of a file are short, so that workers have
/// something to do, and the user something to see, at once.
/// </summary>
public sealed class ChunkPlanner
{
    const double Growth = 2;

    readonly IntakeLimits _limits;
    readonly double[] _effortByDigits;
    byte[] _payload = new byte[64 * 1024];
    double _target;
    int _length;
    int _skipped;
    int _numbers;
    double _effort;
    long _firstLine;
    long _lastLine;

    public ChunkPlanner(IntakeLimits limits, bool startsSmall)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(limits.MaxDigits, limits.MaxPayloadBytes);
        _limits = limits;
        _effortByDigits = [0, .. Enumerable.Range(1, limits.MaxDigits).Select(EffortEstimate.Micros)];
        _target = 1e6 * (startsSmall ? Math.Min(limits.FirstSeconds, limits.TargetSeconds) : limits.TargetSeconds);
    }

    /// <summary>No chunk is begun: every number added so far is in a closed one.</summary>
    public bool IsEmpty => _numbers == 0;

    /// <summary>The chunk begun can take nothing more and is to be closed.</summary>
    public bool IsFull =>
        _numbers >= _limits.MaxNumbers || _effort >= _target || _skipped > _limits.MaxSkippedLines;

    /// <summary>Whether a number of so many digits belongs into the chunk begun. Into an empty one any does.</summary>
    public bool Fits(int digits) =>
        IsEmpty || (_effort + _effortByDigits[digits] <= _target
            && _length + _skipped + digits + 1 <= _limits.MaxPayloadBytes);

    public void Add(long line, ReadOnlySpan<byte> digits)
    {
        if (IsEmpty) _firstLine = line;
        var needed = _length + _skipped + digits.Length + 1;
        if (needed > _payload.Length) Grow(needed);

        if (_skipped > 0) _payload.AsSpan(_length, _skipped).Fill((byte)'\n');
        digits.CopyTo(_payload.AsSpan(_length + _skipped));
        _payload[needed - 1] = (byte)'\n';
        _length = needed;
        _skipped = 0;
        _numbers++;
        _effort += _effortByDigits[digits.Length];
        _lastLine = line;
    }

    /// <summary>No number in this line: before the first number and after the last it leaves no trace.</summary>
    public void Skip()
    {
        if (!IsEmpty) _skipped++;
    }

    /// <summary>Ends the chunk begun and starts an empty one.</summary>
    public PlannedChunk Close()
    {
        if (IsEmpty) throw new InvalidOperationException("A chunk holds at least one number.");

        var payload = _payload.AsSpan(0, _length).ToArray();
        var chunk = new PlannedChunk(_firstLine, _lastLine + 1, _numbers, _effort, payload);
        _length = _skipped = _numbers = 0;
        _effort = 0;
        _target = Math.Min(_target * Growth, _limits.TargetSeconds * 1e6);
        return chunk;
    }

    void Grow(int needed) =>
        Array.Resize(ref _payload, Math.Max(needed, Math.Min(2 * _payload.Length, _limits.MaxPayloadBytes)));
}
