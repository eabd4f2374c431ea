using System.Numerics;
using System.Text;

namespace BatchRunner.Runner.Bench;

/// <summary>What the experiment is made of.</summary>
/// <param name="Sets">The numbers.</param>
/// <param name="Arrangements">Serial first.</param>
/// <param name="Runs">How often each is run.</param>
sealed record ExperimentPlan(IReadOnlyList<NumberSet> Sets, IReadOnlyList<Arrangement> Arrangements, int Runs)
{
    /// <summary>Share of the serial time that the easy numbers take in the set with the hard ones last.</summary>
    const double EasyShare = 0.1;

    /// <summary>So long the just-in-time compiler needs to finish what is hot, in the background.</summary>
    const double WarmUpSeconds = 2;

    const int BlogSample = 300;
    const int EasySample = 20_000;
    const int EvenSample = 1000;
    const int HardSample = 20;

    /// <summary>With the count of numbers given, this many easy ones come before a hard one.</summary>
    const int HardOneIn = 30;

    /// <summary>The post's set, uniform numbers, and easy numbers with the hard ones last.</summary>
    internal static ExperimentPlan Standard(BenchRequest request, CancellationToken token)
    {
        var blog = new BlogAlgorithm();
        var engine = new EngineAlgorithm();
        var trial = request.Numbers ?? Count(blog, BenchNumbers.Blog(BlogSample), request.Seconds, token);
        var easy = request.Numbers
            ?? Count(engine, BenchNumbers.Uniform(64, EasySample), request.Seconds * EasyShare, token);
        var hard = request.Numbers is { } wanted
            ? Math.Max(1, wanted / HardOneIn)
            : Count(
                engine, BenchNumbers.Semiprimes(BenchNumbers.HardBits, HardSample), request.Seconds * (1 - EasyShare), token);
        List<NumberSet> sets =
        [
            new("the post's set", "999999999999 + 2i, by the post's own function: trial division",
                BenchNumbers.Blog(trial), blog),
            new("hard ones last", "64-bit numbers, then 96-bit semiprimes, by our engine",
                BenchNumbers.HardLast(easy, hard), engine),
        ];
        if (!request.Quick)
        {
            var even = request.Numbers ?? Count(engine, BenchNumbers.Uniform(96, EvenSample), request.Seconds, token);
            sets.Insert(1, new("uniform", "random 96-bit numbers, by our engine", BenchNumbers.Uniform(96, even), engine));
        }
        return new(sets, Arrangement.All(Environment.ProcessorCount, request.Quick), request.Runs);
    }

    /// <summary>The numbers of a file of the user's, by the engine.</summary>
    internal static ExperimentPlan Of(string name, BigInteger[] numbers, BenchRequest request) => new(
        [new(name, "the numbers of the file, by our engine", numbers, new EngineAlgorithm())],
        Arrangement.All(Environment.ProcessorCount, request.Quick), request.Runs);

    /// <summary>How many numbers like these take so many seconds, rounded to two digits.</summary>
    static int Count(IAlgorithm algorithm, BigInteger[] sample, double seconds, CancellationToken token)
    {
        var begun = TimeProvider.System.GetTimestamp();
        double each;
        do
        {
            var started = TimeProvider.System.GetTimestamp();
            algorithm.Answer(sample, new StringBuilder(), token);
            each = TimeProvider.System.GetElapsedTime(started).TotalSeconds / sample.Length;
        }
        while (TimeProvider.System.GetElapsedTime(begun).TotalSeconds < Math.Min(WarmUpSeconds, 10 * seconds));
        var count = seconds / each;
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(count)) - 1));
        return (int)Math.Clamp(Math.Round(count / unit) * unit, 1, BenchRequest.MostNumbers);
    }
}
