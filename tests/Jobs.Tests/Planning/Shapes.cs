using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Jobs.Intake;
using BatchRunner.Jobs.Planning;
using BatchRunner.Jobs.Planning.Simulation;
using BatchRunner.Jobs.Tests.Intake;

namespace BatchRunner.Jobs.Tests.Planning;

/// <summary>
/// Files of four shapes for the simulator: written, read by the real intake, and given actual efforts that stray from
/// the predicted ones as those of real numbers do.
/// </summary>
static class Shapes
{
    internal static readonly string[] Names = ["uniform", "ascending", "hard-last", "monster"];

    internal static (EffortCurve Curve, List<(long, long, double)> Chunks, double Longest) Make(
        string shape, double seconds, int workers, int seed)
    {
        var random = new Random(seed);
        var lengths = Lengths(shape, seconds).ToList();
        var chunks = Plan(lengths, workers);

        var curve = new EffortCurve();
        var longest = 0.0;
        var alone = chunks.Where(c => c.EndLine - c.FirstLine == 1).Select(c => c.FirstLine).ToHashSet();
        for (var i = 0; i < lengths.Count; i++)
        {
            var (digits, isHard) = lengths[i];
            var actual = Actual(random, digits, isHard);
            longest = Math.Max(longest, actual);
            if (alone.Contains(i + 1) || actual > SetAsideRule.After(2).TotalMicroseconds)
                curve.AddLong(EffortEstimate.Micros(digits), actual);
            else
                curve.Add(1, EffortEstimate.Micros(digits), actual);
        }
        return (curve, [.. chunks.Select(c => (c.FirstLine, c.EndLine, c.EffortMicros))], longest);
    }

    static IEnumerable<(int Digits, bool IsHard)> Lengths(string shape, double seconds)
    {
        const int Usual = 46;
        const int HardOnes = 54;
        var micros = seconds * 1e6;
        return shape switch
        {
            "uniform" => Some(Usual, micros),
            "ascending" => Enumerable.Range(30, 24).SelectMany(d => Some(d, micros / 24)),
            "hard-last" => Some(40, micros / 2).Concat(Some(HardOnes, micros / 2, isHard: true)),
            _ => Some(Usual, 0.45 * micros).Append((72, true)).Concat(Some(Usual, 0.45 * micros)),
        };
    }

    static IEnumerable<(int, bool)> Some(int digits, double micros, bool isHard = false)
    {
        var each = isHard ? EffortEstimate.HardMicros(digits) : EffortEstimate.Micros(digits);
        return Enumerable.Repeat((digits, isHard), (int)Math.Ceiling(micros / each));
    }

    // Most numbers are cheap and some hard; hard ones differ by a sixth either way.
    static double Actual(Random random, int digits, bool isHard)
    {
        var hard = EffortEstimate.HardMicros(digits);
        var stray = hard * Math.Exp(0.16 * Normal(random));
        if (isHard) return stray;

        var mean = EffortEstimate.Micros(digits);
        var share = 0.7 * mean / hard;
        return random.NextDouble() < share ? stray : 0.3 * mean / (1 - share) * -Math.Log(1 - random.NextDouble());
    }

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    static List<PlannedChunk> Plan(List<(int Digits, bool IsHard)> lengths, int workers)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "numbers.txt");
        using (var writer = new StreamWriter(path, false, Encoding.ASCII) { NewLine = "\n" })
            foreach (var (digits, _) in lengths) writer.WriteLine(new string('7', digits));

        using var file = NumberFile.Open(path, path);
        using var slicer = FileSlicer.Start(file, new() { Workers = workers });
        List<PlannedChunk> chunks = [];
        while (slicer.Next(CancellationToken.None) is { } slice) chunks.AddRange(slice.Chunks);
        return chunks;
    }
}
