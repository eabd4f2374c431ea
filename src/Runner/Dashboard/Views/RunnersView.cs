namespace BatchRunner.Runner.Dashboard;

/// <summary>Every living runner, and the newest of those that are gone.</summary>
public sealed record RunnersView(IReadOnlyList<RunnerView> Alive, IReadOnlyList<RunnerView> Gone);
