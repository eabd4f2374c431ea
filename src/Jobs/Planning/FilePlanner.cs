using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning.Simulation;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// Reads a file as intake does, with the same reader, grammar and planner, and asks the simulator how long it will
/// take. Memory is bounded: beyond <see cref="MostChunks"/> chunks two neighbours are taken together, which such a file
/// does not notice.
/// </summary>
/// <param name="limits">As the loader has them.</param>
public sealed class FilePlanner(IntakeLimits limits)
{
    const int HardestLines = 10;
    const int ShownRejects = 5;
    const int MostChunks = 1 << 18;

    /// <summary>Standard deviations on either side of the middle that hold 80 %.</summary>
    const double HalfBand = 1.2816;

    readonly EffortModel _model = new(limits.Budget);
    readonly DuplicateCount _duplicates = new();
    readonly PriorityQueue<(long Line, string Digits), (int Length, string Digits)> _hardest =
        new(Comparer<(int Length, string Digits)>.Create((a, b) =>
            a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a.Digits, b.Digits)));
    readonly List<RejectedLine> _rejects = [];
    List<Piece> _pieces = [];
    double _squares;

    /// <param name="path">A regular file, plain or compressed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="workers">For how many workers to plan.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public FilePlan Plan(string path, string name, IReadOnlyList<int> workers, CancellationToken token)
    {
        using var file = NumberFile.Open(path, name);
        using var slicer = FileSlicer.Start(file, limits);
        IntakePoint? reached = null;
        var hash = "";
        var chunks = 0L;
        while (slicer.Next(token) is { } slice)
        {
            foreach (var chunk in slice.Chunks) Take(chunk);
            _rejects.AddRange(slice.Rejects.Take(ShownRejects - _rejects.Count));
            chunks += slice.Chunks.Count;
            reached = slice.Reached;
            hash = slice.FileHash ?? hash;
        }
        return new()
        {
            Name = name,
            Bytes = file.Length,
            Sha256 = hash,
            Lines = reached!.Lines,
            Numbers = reached.Numbers,
            Blanks = reached.Blanks,
            Rejects = reached.Rejects,
            FirstRejects = _rejects,
            Duplicates = _duplicates.Count,
            DuplicatesAreExact = _duplicates.IsExact,
            Chunks = chunks,
            CpuSeconds = _pieces.Sum(p => p.Actual) / 1e6,
            Workers = Simulate(workers),
            Hardest = Hardest(),
        };
    }

    void Take(PlannedChunk chunk)
    {
        var text = chunk.Payload.Span;
        for (var line = chunk.FirstLine; !text.IsEmpty; line++)
        {
            var length = text.IndexOf((byte)'\n');
            if (length > 0) Take(line, text[..length]);
            text = text[(length + 1)..];
        }
        var actual = chunk.EffortMicros * limits.Pace.Factor(chunk.EffortMicros / chunk.Numbers)
            + EffortModel.RowMicros * chunk.Numbers;
        _pieces.Add(new(chunk.FirstLine, chunk.EndLine, chunk.EffortMicros, actual));
        if (_pieces.Count >= MostChunks) Coarsen();
    }

    void Take(long line, ReadOnlySpan<byte> digits)
    {
        _duplicates.Add(digits);
        var micros = _model.Micros(digits.Length);
        // What lies between 0 and the budget differs from its mean by so much at most.
        _squares += Math.Min(
            Math.Pow(micros * EffortEstimate.Spread(digits.Length), 2), micros * (_model.Budget - micros));
        if (_hardest.Count == HardestLines)
        {
            _hardest.TryPeek(out _, out var easiest);
            if (digits.Length < easiest.Length) return;
            if (digits.Length == easiest.Length && !IsLarger(digits, easiest.Digits)) return;
        }
        var text = Encoding.ASCII.GetString(digits);
        _hardest.Enqueue((line, text), (digits.Length, text));
        if (_hardest.Count > HardestLines) _hardest.Dequeue();
    }

    static bool IsLarger(ReadOnlySpan<byte> digits, string than)
    {
        for (var i = 0; i < digits.Length; i++)
            if (digits[i] != than[i]) return digits[i] > than[i];
        return false;
    }

    void Coarsen() => _pieces =
    [
        .. _pieces.Chunk(2).Select(pair => new Piece(
            pair[0].FirstLine, pair[^1].EndLine, pair.Sum(p => p.Predicted), pair.Sum(p => p.Actual))),
    ];

    List<WorkersPlan> Simulate(IReadOnlyList<int> workers)
    {
        var curve = new EffortCurve();
        foreach (var piece in _pieces)
        {
            if (piece.FirstLine > curve.EndLine) curve.Add(piece.FirstLine - curve.EndLine, 0, 0);
            curve.Add(piece.EndLine - piece.FirstLine, piece.Predicted, piece.Actual);
        }
        var predicted = Math.Max(_pieces.Sum(p => p.Predicted), 1);
        var deviation = _pieces.Count == 0 ? 0 : Math.Sqrt(
            Math.Pow(limits.Pace.Deviation(predicted / Math.Max(1, _pieces.Sum(p => p.EndLine - p.FirstLine))), 2)
            + Math.Min(_squares / (predicted * predicted), 4));
        var band = Math.Exp(HalfBand * deviation);
        return
        [
            .. workers.Select(count =>
            {
                var seconds = Simulator.Run(
                    curve, _pieces.Select(p => (p.FirstLine, p.EndLine, p.Predicted)), new(count, 1)).Seconds;
                return new WorkersPlan(count, seconds, seconds / band, seconds * band);
            }),
        ];
    }

    List<HardLine> Hardest()
    {
        List<HardLine> lines = [];
        while (_hardest.TryDequeue(out var line, out _))
        {
            var micros = _model.Micros(line.Digits.Length);
            var factor = limits.Pace.Factor(micros);
            lines.Add(new(
                line.Line, line.Digits, micros * factor / 1e6, _model.HardMicros(line.Digits.Length) * factor / 1e6));
        }
        lines.Reverse();
        return lines;
    }

    readonly record struct Piece(long FirstLine, long EndLine, double Predicted, double Actual);
}
