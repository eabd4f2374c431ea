using System.Runtime.Intrinsics;
using BatchRunner.Factoring.Word.Batch;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word;

/// <summary>Factors batches of numbers of up to 64 bits; one thread uses one engine.</summary>
abstract class WordEngine
{
    // The engine costs 30 to 80 ms of just-in-time compilation, which a handful of numbers does not earn back: one by
    // one each takes a millisecond at most.
    const int FewNumbers = 16;

    [ThreadStatic]
    static WordEngine? t_engine;

    [ThreadStatic]
    static int t_factoredAlone;

    /// <summary>Appends the complete factorization of every number, in order, on the path in use.</summary>
    public static void FactorizeOnThisThread(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run)
    {
        // Asked first, so that a path this machine does not have is refused whatever the numbers.
        var path = FactoringPaths.Current;
        if (t_engine is null && !FactoringPaths.IsForced && t_factoredAlone + numbers.Length <= FewNumbers)
        {
            t_factoredAlone += numbers.Length;
            WordFactorizer.Factorize(numbers, output, run);
        }
        else
        {
            t_engine ??= For(path);
            t_engine.Factorize(numbers, output, run);
        }
    }

    public static WordEngine For(FactoringPath path) => path switch
    {
        FactoringPath.Avx512 => new BatchEngine<Avx512Lanes, Vector512<ulong>>(),
        FactoringPath.Avx2 => new BatchEngine<Avx2Lanes, Vector256<ulong>>(),
        _ => new BatchEngine<ScalarLanes, ulong>(),
    };

    /// <summary>Appends the complete factorization of every number, in order.</summary>
    public abstract void Factorize(ReadOnlySpan<ulong> numbers, FactorLists<ulong> output, FactoringRun run);
}
