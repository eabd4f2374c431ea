namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>What a batch of curves computes with: two vectors of lanes each, one curve a lane.</summary>
readonly unsafe struct EcmCurves<TVector>(TVector* memory) where TVector : unmanaged
{
    public const int Vectors = 14;

    public readonly TVector* Modulus = memory;
    public readonly TVector* Inverse = memory + 2;
    public readonly TVector* One = memory + 4;
    public readonly TVector* Sigma = memory + 6;
    public readonly TVector* Numerator = memory + 8;
    public readonly TVector* Denominator = memory + 10;

    /// <summary>The gcd of each lane's result with its modulus.</summary>
    public readonly TVector* Factor = memory + 12;
}
