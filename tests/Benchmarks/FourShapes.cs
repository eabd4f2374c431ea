using BatchRunner.Factoring;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Number files whose effort is spread over their lines in four ways, each sized to so much predicted work.
/// </summary>
static class FourShapes
{
    public static readonly IReadOnlyList<string> Names = ["uniform", "ascending", "hard-last", "monster"];

    const int UsualDigits = 42;
    const int EasyDigits = 30;
    const int HardDigits = 52;
    const int MonsterDigits = 120;

    /// <summary>Writes one file.</summary>
    /// <param name="shape">One of <see cref="Names"/>.</param>
    /// <param name="path">Where to.</param>
    /// <param name="seconds">Predicted CPU seconds of all its numbers.</param>
    /// <param name="seed">The same seed gives the same numbers.</param>
    public static void Write(string shape, string path, double seconds, int seed)
    {
        var random = new Random(seed);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        switch (shape)
        {
            case "uniform":
                Uniform(file, random, UsualDigits, seconds);
                break;
            case "ascending":
                // As many of each length: the last few lengths hold nearly all of the effort.
                var lengths = Enumerable.Range(12, 41).ToList();
                var each = (int)Math.Ceiling(seconds * 1e6 / lengths.Sum(EffortEstimate.Micros));
                foreach (var digits in lengths) Lines(file, random, digits, each);
                break;
            case "hard-last":
                Uniform(file, random, EasyDigits, seconds / 2);
                for (var i = 0.0; i < seconds / 2; i += EffortEstimate.HardMicros(HardDigits) / 1e6)
                    file.WriteLine(SizedNumbers.Hard(random, HardDigits));
                break;
            default:
                Uniform(file, random, UsualDigits, 0.3 * seconds);
                file.WriteLine(SizedNumbers.Hard(random, MonsterDigits));
                Uniform(file, random, UsualDigits, 0.3 * seconds);
                break;
        }
    }

    /// <summary>
    /// The budget for each number of a file of so many seconds. Only the monster needs it, and takes all of it: two
    /// fifths of the work in one number, whatever the engine can do.
    /// </summary>
    public static double Budget(double seconds) => 0.4 * seconds;

    static void Uniform(StreamWriter file, Random random, int digits, double seconds) =>
        Lines(file, random, digits, (int)Math.Ceiling(seconds * 1e6 / EffortEstimate.Micros(digits)));

    static void Lines(StreamWriter file, Random random, int digits, int count)
    {
        for (var i = 0; i < count; i++) file.WriteLine(SizedNumbers.Uniform(random, digits));
    }
}
