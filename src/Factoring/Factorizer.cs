using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring;

/// <summary>The one door of this room: numbers in, their primes out.</summary>
public static class Factorizer
{
    /// <summary>
    /// A thread's first batch, if it is no larger, is split number by number: the code of the batch engine is compiled at
    /// its first use, for some 25 ms (measured on an AMD family 26 processor), while a hard number takes 0.2 ms alone.
    /// </summary>
    const int FewNumbers = 32;

    /// <summary>
    /// Factors every number of the batch completely and appends the answers to <paramref name="output"/> in the same
    /// order. A 64-bit number needs far less than any budget, so budgets do not apply here.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; <paramref name="output"/> is then to be cleared.</exception>
    public static void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run)
    {
        if (numbers.Length <= FewNumbers && !WordEngine.IsWarm) FactorizeFew(numbers, output, run);
        else WordEngine.ForThisThread.Factorize(numbers, output, run);
    }

    /// <summary>Factors numbers of up to 128 bits, each within the budget of the run.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; <paramref name="output"/> is then to be cleared.</exception>
    public static void Factorize(ReadOnlySpan<UInt128> numbers, FactorLists<UInt128> output, FactoringRun run) =>
        WideFactorizer.OfThread.Factorize(numbers, output, run);

    /// <summary>Factors one number of any size within the budget of the run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Factorization Factorize(BigInteger number, FactoringRun run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        run.StartNumber();
        return LargeFactorizer.Factorize(number, run);
    }

    static void FactorizeFew(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run)
    {
        Span<ulong> factors = stackalloc ulong[WordFactorizer.MaxFactors];
        foreach (var number in numbers)
        {
            run.StartNumber();
            run.Continue();
            var count = WordFactorizer.Split(number, factors, run, out var method);
            output.Add(factors[..count], 1, method);
        }
    }
}
