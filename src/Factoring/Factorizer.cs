using System.Numerics;
using BatchRunner.Factoring.Large;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring;

/// <summary>The one door of this room: numbers in, their primes out.</summary>
public static class Factorizer
{
    /// <summary>
    /// A cofactor of at most so many digits is known to be composite: whether such a part is prime takes some
    /// milliseconds, and is decided however small the budget is.
    /// </summary>
    public const int DecidedDigits = 308;

    /// <summary>
    /// Factors every number of the batch completely and appends the answers to <paramref name="output"/> in the same
    /// order. A 64-bit number needs far less than any budget, so budgets do not apply here. Once the buffers of the
    /// thread and of the output have grown, nothing is allocated.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; <paramref name="output"/> is then to be cleared.</exception>
    public static void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run) =>
        WordEngine.FactorizeOnThisThread(numbers, output, run);

    /// <summary>
    /// Factors numbers of up to 128 bits, each within the budget of the run. Once the buffers of the thread and of the
    /// output have grown, nothing is allocated.
    /// </summary>
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
        return LargeFactorizer.Factorize(number, WideFactorizer.OfThread, run);
    }
}
