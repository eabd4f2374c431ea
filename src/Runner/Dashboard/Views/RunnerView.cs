namespace BatchRunner.Runner.Dashboard;

/// <summary>A process that takes part, or did.</summary>
/// <param name="Role"><c>serve</c>, <c>work</c>, <c>run</c> or <c>submit</c>.</param>
/// <param name="ParentId">The runner that started it.</param>
/// <param name="Isolated">It works suspect chunks only.</param>
/// <param name="State"><c>alive</c>, <c>stopped</c> (it said so) or <c>dead</c> (it was found so).</param>
/// <param name="WantedWorkers">Workers a person asked for while it runs; null for what its settings say.</param>
/// <param name="Work">What its workers have in hand.</param>
public sealed record RunnerView(
    long Id, string Role, long? ParentId, string Host, int Pid, string Version, int Workers, bool Isolated,
    string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? EndReason, int? WantedWorkers,
    IReadOnlyList<WorkView> Work);
