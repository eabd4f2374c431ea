using System.Runtime.Intrinsics;
using BatchRunner.Factoring.Word.Batch;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word;

/// <summary>Factors batches of numbers of up to 64 bits; one thread uses one engine.</summary>
abstract class WordEngine
{
    [ThreadStatic]
    static WordEngine? t_engine;

    /// <summary>The engine of the calling thread, on the path in use.</summary>
    public static WordEngine ForThisThread => t_engine ??= For(FactoringPaths.Current);

    /// <summary>The calling thread has its engine already, or has to have it because a path is forced.</summary>
    public static bool IsWarm =>
        t_engine is not null || Environment.GetEnvironmentVariable(FactoringPaths.Variable) is { Length: > 0 };

    public static WordEngine For(FactoringPath path) => path switch
    {
        FactoringPath.Avx512 => new BatchEngine<Avx512Lanes, Vector512<ulong>>(),
        FactoringPath.Avx2 => new BatchEngine<Avx2Lanes, Vector256<ulong>>(),
        _ => new BatchEngine<ScalarLanes, ulong>(),
    };

    /// <summary>Appends the complete factorization of every number, in order.</summary>
    public abstract void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run);
}
