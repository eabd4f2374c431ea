using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The primes of a number, equal ones as a power, and what is left of an unfactored one.</summary>
public sealed partial class FactorList
{
    [Parameter, EditorRequired] public required ResultView Result { get; set; }

    IEnumerable<(string Prime, int Exponent)> Powers => Result.Factors.CountBy(p => p).Select(p => (p.Key, p.Value));
}
