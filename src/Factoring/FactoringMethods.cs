namespace BatchRunner.Factoring;

/// <summary>The names of the methods as they stand in <c>results.method</c>.</summary>
public static class FactoringMethods
{
    const byte StageMask = 0x7F;

    /// <summary>For example <c>ecm</c>, or <c>ecm, probable prime</c> when a factor above 2^64 is not proven prime.</summary>
    public static string Name(FactoringMethod method) => method switch
    {
        FactoringMethod.None => "none",
        FactoringMethod.Prime => "prime",
        FactoringMethod.TrialDivision => "trial",
        FactoringMethod.PerfectPower => "power",
        FactoringMethod.Rho => "rho",
        FactoringMethod.Ecm => "ecm",
        FactoringMethod.QuadraticSieve => "siqs",
        FactoringMethod.Prime | FactoringMethod.ProbablePrime => "probable prime",
        _ when method.HasFlag(FactoringMethod.ProbablePrime) => Name(Stage(method)) + ", probable prime",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a factoring method."),
    };

    /// <summary>The stage without the probable-prime flag.</summary>
    public static FactoringMethod Stage(FactoringMethod method) => (FactoringMethod)((byte)method & StageMask);

    /// <summary>The stronger stage of the two; the probable-prime flag of either stays.</summary>
    public static FactoringMethod Stronger(FactoringMethod one, FactoringMethod other) =>
        (FactoringMethod)Math.Max((byte)Stage(one), (byte)Stage(other)) | ((one | other) & FactoringMethod.ProbablePrime);
}
