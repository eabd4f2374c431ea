namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>
/// Predicted and actual effort of a file added up from its first line on. Between two of its points both grow evenly:
/// with a point a line it is exact, with a point a chunk it holds a file of any length in little memory.
/// </summary>
public sealed class EffortCurve
{
    readonly List<long> _lines = [1];
    readonly List<double> _predicted = [0];
    readonly List<double> _actual = [0];
    readonly List<(long Line, double Actual)> _long = [];

    /// <summary>The line after the last.</summary>
    public long EndLine => _lines[^1];

    /// <summary>Actual microseconds of the whole file.</summary>
    public double Total => _actual[^1] + _long.Sum(l => l.Actual);

    /// <summary>Adds lines behind the last.</summary>
    /// <param name="lines">How many.</param>
    /// <param name="predicted">CPU microseconds predicted for all of them.</param>
    /// <param name="actual">Microseconds of a worker they take.</param>
    public void Add(long lines, double predicted, double actual)
    {
        _lines.Add(_lines[^1] + lines);
        _predicted.Add(_predicted[^1] + predicted);
        _actual.Add(_actual[^1] + actual);
    }

    /// <summary>Adds a line that is too long for a shared chunk: <see cref="Actual(long)"/> passes over it.</summary>
    public void AddLong(double predicted, double actual)
    {
        _long.Add((EndLine, actual));
        Add(1, predicted, 0);
    }

    /// <summary>Predicted effort of the lines before this one.</summary>
    public double Predicted(long line) => At(_lines, _predicted, line);

    /// <summary>Actual effort of the lines before this one, without the long ones.</summary>
    public double Actual(long line) => At(_lines, _actual, line);

    /// <summary>The long lines from one line on and before another.</summary>
    public IEnumerable<(long Line, double Actual)> LongLines(long from, long end)
    {
        for (var i = First(_long, from); i < _long.Count && _long[i].Line < end; i++) yield return _long[i];
    }

    /// <summary>Microseconds a line takes that is worked alone.</summary>
    public double Alone(long line)
    {
        foreach (var (_, actual) in LongLines(line, line + 1)) return actual;
        return Actual(line + 1) - Actual(line);
    }

    /// <summary>The first line before which at least so much actual effort lies, searched behind one line.</summary>
    public long LineAfter(long from, double actual)
    {
        var wanted = Actual(from) + actual;
        var i = _actual.BinarySearch(wanted);
        if (i < 0) i = ~i;
        while (i > 0 && i < _actual.Count && _actual[i - 1] >= wanted) i--;
        if (i >= _actual.Count) return EndLine;
        if (i == 0) return from;
        var share = (wanted - _actual[i - 1]) / (_actual[i] - _actual[i - 1]);
        return Math.Max(from, _lines[i - 1] + (long)Math.Ceiling(share * (_lines[i] - _lines[i - 1]) - 1e-9));
    }

    static double At(List<long> lines, List<double> values, long line)
    {
        var i = lines.BinarySearch(line);
        if (i >= 0) return values[i];
        i = ~i;
        if (i >= lines.Count) return values[^1];
        var share = (double)(line - lines[i - 1]) / (lines[i] - lines[i - 1]);
        return values[i - 1] + share * (values[i] - values[i - 1]);
    }

    static int First(List<(long Line, double Actual)> longs, long line)
    {
        var (low, high) = (0, longs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (longs[middle].Line < line) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
