using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Bench;

/// <summary>The engine as a worker calls it: windows of neighbours, the small numbers of a window as one batch.</summary>
sealed class EngineAlgorithm : IAlgorithm
{
    internal const string Key = "engine";
    const int WindowNumbers = 1024;

    public string Name => Key;

    public void Answer(ReadOnlySpan<BigInteger> numbers, StringBuilder answers, CancellationToken token)
    {
        var run = new FactoringRun(TimeProvider.System, token);
        FactorLists<ulong> lists = new();
        var words = new ulong[WindowNumbers];
        for (var start = 0; start < numbers.Length; start += WindowNumbers)
        {
            token.ThrowIfCancellationRequested();
            var window = numbers[start..Math.Min(numbers.Length, start + WindowNumbers)];
            var count = 0;
            foreach (var number in window)
            {
                if (number <= ulong.MaxValue) words[count++] = (ulong)number;
            }
            lists.Clear();
            Factorizer.Factorize(words.AsSpan(0, count), lists, run);
            Write(window, lists, answers, run);
        }
    }

    static void Write(
        ReadOnlySpan<BigInteger> window, FactorLists<ulong> lists, StringBuilder answers, FactoringRun run)
    {
        var small = 0;
        foreach (var number in window)
        {
            answers.Append(CultureInfo.InvariantCulture, $"{number}:");
            if (number <= ulong.MaxValue)
            {
                foreach (var prime in lists.Factors(small++))
                    answers.Append(CultureInfo.InvariantCulture, $" {prime}");
            }
            else
            {
                foreach (var prime in Factorizer.Factorize(number, run).Factors)
                    answers.Append(CultureInfo.InvariantCulture, $" {prime}");
            }
            answers.Append('\n');
        }
    }
}
