namespace BatchRunner.Factoring.Word.Lanes;

/// <summary>Montgomery's product in one of its two widths, so that an algorithm is written once for both.</summary>
interface IMultiplier<TVector> where TVector : unmanaged
{
    static abstract TVector Multiply(TVector a, TVector b, TVector n, TVector inverse);
}
