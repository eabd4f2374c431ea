using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Word.Lanes;

/// <summary>R = 2^32, moduli below 2^32: a third of the work.</summary>
readonly struct HalfMultiplier<TLanes, TVector> : IMultiplier<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Multiply(TVector a, TVector b, TVector n, TVector inverse) =>
        TLanes.MultiplyHalf(a, b, n, inverse);
}
