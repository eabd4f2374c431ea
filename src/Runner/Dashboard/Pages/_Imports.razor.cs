namespace BatchRunner.Runner.Dashboard;

#pragma warning disable CA1707 // Razor gives the name.
/// <summary>What Razor makes of the usings its pages share: never an object.</summary>
public abstract partial class _Imports;
#pragma warning restore CA1707
