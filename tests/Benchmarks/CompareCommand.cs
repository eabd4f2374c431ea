using System.Globalization;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Streams numbers through Debian's <c>factor</c> and through every path of this machine, compares the lines byte for
/// byte and stops at the first difference.
/// </summary>
static class CompareCommand
{
    const int BlockLength = 50_000;

    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["range", var first, var last]:
                return Compare(ComparedNumbers.Range(Parse(first), Parse(last)));
            case ["random", var count, .. var seed]:
                return Compare(ComparedNumbers.Random(Parse(count), seed.Length > 0 ? (int)Parse(seed[0]) : 1));
            case ["shapes"]:
                return Compare(ComparedNumbers.Shapes());
            case ["wide"]:
                return WideComparison.Run(ComparedWideNumbers.All());
            case ["all"]:
                return All();
            case ["file", var path]:
                return Compare(File.ReadLines(path).Select(Parse));
            case ["answers", var path]:
                return CompareAnswers(path);
            default:
                Console.Error.WriteLine(
                    "compare all | range FIRST LAST | random COUNT [SEED] | shapes | wide | file PATH | answers PATH");
                return 2;
        }
    }

    /// <summary>Everything that is promised to be identical: some ten minutes.</summary>
    static int All()
    {
        string[][] sets = [["range", "0", "10000000"], ["random", "10000000"], ["shapes"], ["wide"]];
        foreach (var set in sets)
        {
            Console.WriteLine($"compare {string.Join(' ', set)}");
            if (Run(set) is not 0 and var code) return code;
        }
        return 0;
    }

    /// <summary>Against what factor printed earlier.</summary>
    static int CompareAnswers(string path)
    {
        using var answers = File.OpenText(path);
        return Compare(
            File.ReadLines(path).Select(line => Parse(line[..line.IndexOf(':', StringComparison.Ordinal)])),
            block =>
            {
                StringBuilder text = new(40 * block.Length);
                foreach (var _ in block) text.Append(answers.ReadLine()).Append('\n');
                return text.ToString();
            });
    }

    static int Compare(IEnumerable<ulong> numbers) => Compare(numbers, GnuFactor.Ask);

    static int Compare(IEnumerable<ulong> numbers, Func<ulong[], string> ask)
    {
        var engines = FactoringPaths.Available.Select(path => (path, WordEngine.For(path))).ToArray();
        FactorLists<ulong> lists = new();
        FactoringRun run = new(TimeProvider.System, CancellationToken.None);
        var seconds = new double[engines.Length];
        var theirSeconds = 0.0;
        long compared = 0;
        foreach (var block in numbers.Chunk(BlockLength))
        {
            var expected = "";
            theirSeconds += CpuClock.OfChildren(() => expected = ask(block)).TotalSeconds;
            for (var i = 0; i < engines.Length; i++)
            {
                var (path, engine) = engines[i];
                seconds[i] += CpuClock.OfThread(() =>
                {
                    lists.Clear();
                    engine.Factorize(block, lists, run);
                }).TotalSeconds;
                var ours = Print(block, lists);
                if (ours == expected) continue;
                Console.WriteLine($"{FactoringPaths.Name(path)} differs: {FirstDifference(ours, expected)}");
                return 3;
            }
            compared += block.Length;
        }
        var paths = string.Join(", ", engines.Select(engine => FactoringPaths.Name(engine.path)));
        Console.WriteLine($"{compared} numbers: identical with factor on {paths}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"CPU seconds: factor {theirSeconds:F1}; {string.Join(", ", seconds.Select(s => $"{s:F2}"))}"));
        return 0;
    }

    static string Print(ulong[] numbers, FactorLists<ulong> lists)
    {
        StringBuilder text = new(40 * numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            text.Append(numbers[i]).Append(':');
            foreach (var factor in lists.Factors(i)) text.Append(' ').Append(factor);
            text.Append('\n');
        }
        return text.ToString();
    }

    static string FirstDifference(string ours, string theirs)
    {
        foreach (var (our, their) in ours.Split('\n').Zip(theirs.Split('\n')))
        {
            if (our != their) return $"ours '{our}', theirs '{their}'";
        }
        return "one has more lines than the other";
    }

    static ulong Parse(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
