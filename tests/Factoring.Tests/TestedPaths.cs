namespace BatchRunner.Factoring.Tests;

/// <summary>
/// The paths that a test of every path takes: those of this machine, or the one that the environment forces. A run that
/// forces a path need not repeat the others.
/// </summary>
static class TestedPaths
{
    public static IReadOnlyList<FactoringPath> All { get; } =
        FactoringPaths.IsForced ? [FactoringPaths.Current] : FactoringPaths.Available;
}
