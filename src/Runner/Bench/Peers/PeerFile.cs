using System.Numerics;

namespace BatchRunner.Runner.Bench;

/// <summary>A file that all peers are given.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Numbers">In an order in which the first ones are like all of them.</param>
sealed record PeerFile(string Name, BigInteger[] Numbers)
{
    /// <summary>The shapes people pipe.</summary>
    internal static IReadOnlyList<PeerFile> Standard(bool quick)
    {
        var smaller = quick ? 20 : 1;
        return
        [
            new("the post's numbers", BenchNumbers.Blog(1_000_000 / smaller)),
            new("uniform 64-bit", BenchNumbers.Uniform(64, 500_000 / smaller)),
            new("64-bit semiprimes", BenchNumbers.Semiprimes(64, 40_000 / smaller)),
            new("uniform 96-bit", BenchNumbers.Uniform(96, 5000 / smaller)),
            new("mixed", BenchNumbers.Mixed(50_000 / smaller)),
        ];
    }
}
