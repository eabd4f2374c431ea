namespace BatchRunner.Factoring;

/// <summary>Which instructions the arithmetic is written for.</summary>
public enum FactoringPath
{
    /// <summary>64-bit words one by one: any processor.</summary>
    Scalar,

    /// <summary>Four words at a time.</summary>
    Avx2,

    /// <summary>Eight words at a time.</summary>
    Avx512,
}
