using BatchRunner.Jobs.Planning;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Packs numbers into chunks of about equal effort. The first chunks of a file are short, so that workers have
/// something to do, and the user something to see, at once; and so are the last, because the largest are claimed first
/// and short ones let all workers end together. A number that may be very hard is a chunk of its own.
/// </summary>
public sealed class ChunkPlanner
{
    const double Growth = 2;

    readonly IntakeLimits _limits;
    readonly double[] _effortByDigits;
    readonly double[] _actualByDigits;
    readonly bool[] _aloneByDigits;
    byte[] _payload = new byte[64 * 1024];
    double _ramp;
    double _target;
    int _length;
    int _skipped;
    int _numbers;
    double _effort;
    double _actual;
    double _closed;
    double _begun;
    bool _isAlone;
    long _firstLine;
    long _lastLine;

    public ChunkPlanner(IntakeLimits limits, bool startsSmall)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(limits.MaxDigits, limits.MaxPayloadBytes);
        _limits = limits;
        var model = new EffortModel(limits.Budget);
        _effortByDigits = [0, .. Enumerable.Range(1, limits.MaxDigits).Select(model.Micros)];
        _actualByDigits = [.. _effortByDigits.Select(effort => effort * limits.Pace.Factor(effort))];
        _aloneByDigits = [.. _effortByDigits.Select((effort, digits) => digits > 0 && SetAsideRule.StandsAlone(
            model.HardMicros(digits) * limits.Pace.Factor(effort), limits.TargetSeconds))];
        _ramp = _target =
            1e6 * (startsSmall ? Math.Min(limits.FirstSeconds, limits.TargetSeconds) : limits.TargetSeconds);
    }

    /// <summary>No chunk is begun: every number added so far is in a closed one.</summary>
    public bool IsEmpty => _numbers == 0;

    /// <summary>The chunk begun can take nothing more and is to be closed.</summary>
    public bool IsFull =>
        _isAlone || _numbers >= _limits.MaxNumbers || _actual >= _target || _skipped > _limits.MaxSkippedLines;

    /// <summary>Whether a number of so many digits belongs into the chunk begun. Into an empty one any does.</summary>
    public bool Fits(int digits) =>
        IsEmpty || (!_aloneByDigits[digits] && _actual + _actualByDigits[digits] <= _target
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
        _actual += _actualByDigits[digits.Length];
        _isAlone = _aloneByDigits[digits.Length];
        _lastLine = line;
    }

    /// <summary>No number in this line: before the first number and after the last it leaves no trace.</summary>
    public void Skip()
    {
        if (!IsEmpty) _skipped++;
    }

    /// <summary>Ends the chunk begun and starts an empty one.</summary>
    /// <param name="share">How much of the file has been read, from 0 to 1.</param>
    public PlannedChunk Close(double share)
    {
        if (IsEmpty) throw new InvalidOperationException("A chunk holds at least one number.");

        var payload = _payload.AsSpan(0, _length).ToArray();
        var chunk = new PlannedChunk(_firstLine, _lastLine + 1, _numbers, _effort, payload);
        _closed += _actual;
        // A number that stands alone says nothing about how far the ramp has come.
        if (!_isAlone) _ramp = Math.Min(_ramp * Growth, _limits.TargetSeconds * 1e6);
        _target = Math.Min(_ramp, Tail(share));
        _length = _skipped = _numbers = 0;
        _effort = _actual = 0;
        _isAlone = false;
        return chunk;
    }

    /// <summary>Everything before this share of the file was planned by somebody else.</summary>
    public void BeginAt(double share) => _begun = share;

    // A worker's half of what is left, if the rest of the file is like what was read: chunks shrink towards the end.
    double Tail(double share)
    {
        var left = share > _begun ? _closed * (1 - share) / (share - _begun) : double.PositiveInfinity;
        return Math.Max(left / (2 * _limits.Workers), Math.Min(_limits.LastSeconds, _limits.TargetSeconds) * 1e6);
    }

    void Grow(int needed) =>
        Array.Resize(ref _payload, Math.Max(needed, Math.Min(2 * _payload.Length, _limits.MaxPayloadBytes)));
}
