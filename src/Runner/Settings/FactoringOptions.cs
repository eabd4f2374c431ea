using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>What a number may be and cost.</summary>
public sealed class FactoringOptions
{
    /// <summary>Decimal digits above which a line is rejected. Default 1000.</summary>
    [Range(1, 100_000)]
    public int MaxDigits { get; set; } = 1000;

    /// <summary>
    /// CPU seconds one number may take before it is answered as <c>unfactored</c>; fractions allowed, 0 means no limit.
    /// Default 600.
    /// </summary>
    [Range(0.0, 31_536_000.0)]
    public double BudgetSeconds { get; set; } = 600;
}
