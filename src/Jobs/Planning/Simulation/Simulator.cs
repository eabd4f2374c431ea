namespace BatchRunner.Jobs.Planning.Simulation;

/// <summary>
/// Works a planned file with any number of workers under a virtual clock: claims, commits, set-asides, splits and
/// pauses happen as in the runner processes, only time does not pass. Deterministic: the same file and site give the
/// same run. The chunks are the real planner's; rules shared with the real workers are called and not copied.
/// </summary>
public sealed class Simulator
{
    // As ChunkProcessor commits and ChunkClaims waits.
    const double FirstCommit = 0.1;
    const double CommitEvery = 1;
    const double ShortestPause = 0.02;
    const double LongestPause = 0.25;

    readonly EffortCurve _curve;
    readonly SimulatedSite _site;
    readonly SimulatedQueue _queue = new();
    readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    readonly Process[] _processes;
    double _now;
    long _order;
    int _claims;
    int _splits;
    int _setAside;
    double _lost;

    Simulator(EffortCurve curve, SimulatedSite site)
    {
        _curve = curve;
        _site = site;
        _processes = [.. Enumerable.Range(0, site.Processes).Select(_ => new Process())];
    }

    /// <param name="curve">What the lines cost.</param>
    /// <param name="chunks">As the planner cut them: first line, the line after the last, predicted effort.</param>
    /// <param name="site">Who works.</param>
    public static SimulationResult Run(
        EffortCurve curve, IEnumerable<(long FirstLine, long EndLine, double Effort)> chunks, SimulatedSite site)
    {
        var simulator = new Simulator(curve, site);
        foreach (var (first, end, effort) in chunks) simulator._queue.Add(first, end, effort);
        return simulator.Run();
    }

    SimulationResult Run()
    {
        foreach (var process in _processes)
        {
            process.Idle = _site.WorkersPerProcess;
            At(0, () => Ask(process, ShortestPause));
        }
        var end = 0.0;
        while (_queue.Ready + _queue.Running > 0 && _events.TryDequeue(out var step, out var when))
        {
            _now = when.At;
            step();
            end = _now;
        }
        return new(end, _claims, _splits, _setAside, _lost);
    }

    // One worker of a process asks at a time; the next has its turn when that one has got something.
    void Ask(Process process, double pause)
    {
        if (process.Idle == 0 || process.IsWaiting) return;

        if (_queue.Claim(_now) is { } chunk)
        {
            _claims++;
            process.Idle--;
            var work = new Work(chunk, chunk.NextLine, chunk.EndLine);
            At(_now + _site.ClaimSeconds, () => Compute(process, work));
            At(_now + _site.ClaimSeconds, () => Ask(process, ShortestPause));
            return;
        }
        if (Split())
        {
            At(_now + _site.ClaimSeconds, () => Ask(process, pause));
            return;
        }
        process.IsWaiting = true;
        At(_now + pause, () =>
        {
            process.IsWaiting = false;
            Ask(process, Math.Min(pause * 1.5, LongestPause));
        });
    }

    bool Split()
    {
        if (_queue.FindVictim(SplitRule.LeastMicros) is not { } victim) return false;
        if (SplitRule.Keep(victim.EffortLeft, (_now - victim.MovedAt) * 1e6) is not { } keep) return false;
        if (CutLine(victim, keep) is not { } line) return false;

        _queue.Split(victim, line, _curve.Predicted(victim.EndLine) - _curve.Predicted(line));
        _splits++;
        return true;
    }

    long? CutLine(SimulatedChunk victim, double keep)
    {
        var before = _curve.Predicted(victim.NextLine);
        var (low, high) = (victim.NextLine + 1, victim.EndLine);
        while (low < high)
        {
            var line = (low + high) / 2;
            var head = _curve.Predicted(line) - before;
            if (SplitRule.IsNearer(head, _curve.Predicted(line + 1) - before - head, keep)) low = line + 1;
            else high = line;
        }
        return low < victim.EndLine ? low : null;
    }

    // Computes up to the number with which the next commit is due, then commits.
    void Compute(Process process, Work work)
    {
        if (work.IsAlone)
        {
            At(_now + _curve.Alone(work.Line) / 1e6, () => Commit(process, work, work.End));
            return;
        }
        var due = work.Commits == 0 ? FirstCommit : CommitEvery;
        var (line, spent) = Reach(work, due * 1e6);
        At(_now + spent / 1e6, () => Commit(process, work, line));
    }

    // Long lines cost what they may cost before they are set aside.
    (long Line, double Spent) Reach(Work work, double due)
    {
        var (from, spent) = (work.Line, 0.0);
        foreach (var (line, actual) in _curve.LongLines(work.Line, work.End))
        {
            var easy = _curve.Actual(line) - _curve.Actual(from);
            if (spent + easy >= due) break;
            spent += easy + Math.Min(actual, _site.SetAsideAfter.TotalMicroseconds);
            from = line + 1;
            if (spent >= due) return (from, spent);
        }
        var reached = Math.Min(_curve.LineAfter(from, due - spent), work.End);
        return (reached, spent + _curve.Actual(reached) - _curve.Actual(from));
    }

    void Commit(Process process, Work work, long line)
    {
        var chunk = work.Chunk;
        // The end may have moved meanwhile: what was computed past it is dropped by the fence.
        var counted = Math.Min(line, chunk.EndLine);
        if (line > counted) _lost += Math.Max(0, _curve.Actual(line) - _curve.Actual(counted)) / 1e6;
        List<long> aside = [];
        if (!work.IsAlone)
        {
            foreach (var (hard, actual) in _curve.LongLines(work.Line, counted))
                if (actual > _site.SetAsideAfter.TotalMicroseconds) aside.Add(hard);
        }

        var ended = _queue.Commit(chunk, line, _curve.Predicted(counted) - _curve.Predicted(work.Line), _now);
        foreach (var one in aside) SetAside(chunk, one);
        if (ended)
        {
            process.Idle++;
            Ask(process, ShortestPause);
            return;
        }
        work.Line = counted;
        work.End = chunk.EndLine;
        work.Commits++;
        Compute(process, work);
    }

    void SetAside(SimulatedChunk chunk, long line)
    {
        var predicted = _curve.Predicted(line + 1) - _curve.Predicted(line);
        var spent = _site.SetAsideAfter.TotalMicroseconds;
        _queue.SetAside(chunk, line, predicted, Math.Max(predicted, 2 * spent));
        _setAside++;
        _lost += spent / 1e6;
    }

    void At(double when, Action step) => _events.Enqueue(step, (when, _order++));

    sealed class Process
    {
        internal int Idle { get; set; }
        internal bool IsWaiting { get; set; }
    }

    sealed class Work(SimulatedChunk chunk, long line, long end)
    {
        internal SimulatedChunk Chunk { get; } = chunk;

        /// <summary>A number that already is a chunk of its own holds nobody up and gets all it may have.</summary>
        internal bool IsAlone { get; } = end - line == 1;

        internal long Line { get; set; } = line;
        internal long End { get; set; } = end;
        internal int Commits { get; set; }
    }
}
