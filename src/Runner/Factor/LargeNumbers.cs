using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Factoring;

namespace BatchRunner.Runner.Factor;

/// <summary>Numbers above 128 bits, one at a time: their work is so large that nothing around it counts.</summary>
static class LargeNumbers
{
    /// <returns>False when the number was not factored completely.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> digits, AnswerText answers, FactoringRun run)
    {
        var text = Encoding.ASCII.GetString(digits);
        var number = BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        var answer = Factorizer.Factorize(number, run);
        if (!answer.IsComplete) return false;

        answers.Open(digits);
        for (int i = 0, end; i < answer.Factors.Count; i = end)
        {
            for (end = i + 1; end < answer.Factors.Count && answer.Factors[end] == answer.Factors[i];) end++;
            var prime = answer.Factors[i].ToString(CultureInfo.InvariantCulture);
            answers.Add(Encoding.ASCII.GetBytes(prime), end - i);
        }
        answers.Close(answer.Method);
        return true;
    }
}
