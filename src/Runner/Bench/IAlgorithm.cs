using System.Numerics;
using System.Text;

namespace BatchRunner.Runner.Bench;

/// <summary>A way to factor a slice of numbers on one thread.</summary>
interface IAlgorithm
{
    /// <summary>As the command line of a <see cref="BenchPart"/> spells it.</summary>
    string Name { get; }

    /// <summary>Appends one line a number, as GNU factor writes it, in the order of the numbers.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answers any more.</exception>
    void Answer(ReadOnlySpan<BigInteger> numbers, StringBuilder answers, CancellationToken token);
}
