namespace BatchRunner.Factoring;

/// <summary>Which instructions factor numbers of up to 64 bits.</summary>
public enum FactoringPath
{
    /// <summary>64-bit words one by one: any processor.</summary>
    Scalar,

    /// <summary>Four words at a time.</summary>
    Avx2,

    /// <summary>Eight words at a time.</summary>
    Avx512,
}
