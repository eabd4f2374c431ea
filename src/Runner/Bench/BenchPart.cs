using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// One process of the static split: <c>bench-part ALGORITHM NUMBERS ANSWERS</c>. It is started by <c>bench</c> alone and
/// goes past the command line's parser, so that its start is as cheap as a process of ours can be.
/// </summary>
static class BenchPart
{
    internal const string Verb = "bench-part";

    internal static int Run(string algorithm, string numbersFile, string answersFile)
    {
        using var interruption = new Interruption();
        BigInteger[] numbers =
            [.. File.ReadLines(numbersFile).Select(line => BigInteger.Parse(line, CultureInfo.InvariantCulture))];
        var answers = new StringBuilder();
        try
        {
            Find(algorithm).Answer(numbers, answers, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitCode ?? ExitCode.Interrupted;
        }
        using var file = new StreamWriter(answersFile);
        file.Write(answers);
        return ExitCode.Success;
    }

    static IAlgorithm Find(string name) => name switch
    {
        BlogAlgorithm.Key => new BlogAlgorithm(),
        EngineAlgorithm.Key => new EngineAlgorithm(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not an algorithm of the experiment."),
    };
}
