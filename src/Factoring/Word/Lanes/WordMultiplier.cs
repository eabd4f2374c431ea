using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Word.Lanes;

/// <summary>R = 2^64, moduli below 2^64.</summary>
readonly struct WordMultiplier<TLanes, TVector> : IMultiplier<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Multiply(TVector a, TVector b, TVector n, TVector inverse) =>
        TLanes.Multiply(a, b, n, inverse);
}
