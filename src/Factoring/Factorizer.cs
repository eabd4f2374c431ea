using System.Numerics;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring;

/// <summary>The one door of this room: numbers in, their primes out.</summary>
public static class Factorizer
{
    /// <summary>
    /// Factors every number of the batch completely and appends the answers to <paramref name="output"/> in the same
    /// order. A 64-bit number needs far less than any budget, so budgets do not apply here.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; <paramref name="output"/> is then to be cleared.</exception>
    public static void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run) =>
        WordEngine.FactorizeOnThisThread(numbers, output, run);

    /// <summary>Factors numbers of up to 128 bits, each within the budget of the run.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; <paramref name="output"/> is then to be cleared.</exception>
    public static void Factorize(ReadOnlySpan<UInt128> numbers, FactorLists<UInt128> output, FactoringRun run)
    {
        foreach (var number in numbers)
        {
            run.StartNumber();
            var answer = Naive(number, run);
            output.Add([.. answer.Factors.Select(p => (UInt128)p)], (UInt128)answer.Cofactor, answer.Method);
        }
    }

    /// <summary>Factors one number of any size within the budget of the run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Factorization Factorize(BigInteger number, FactoringRun run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        run.StartNumber();
        return Naive(number, run);
    }

    static Factorization Naive(BigInteger number, FactoringRun run)
    {
        if (number < 2) return new([], 1, FactoringMethod.None);
        List<BigInteger> factors = [];
        for (BigInteger p = 2; p * p <= number; p += p == 2 ? 1 : 2)
        {
            while (number % p == 0)
            {
                factors.Add(p);
                number /= p;
            }
            if (!run.Continue()) return new(factors, number, FactoringMethod.TrialDivision);
        }
        if (number > 1) factors.Add(number);
        return new(factors, 1, factors.Count == 1 ? FactoringMethod.Prime : FactoringMethod.TrialDivision);
    }
}
