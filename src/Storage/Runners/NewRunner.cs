namespace BatchRunner.Storage;

/// <summary>A process that takes part from now on.</summary>
/// <param name="Role">One of <see cref="RunnerRole"/>.</param>
/// <param name="ParentId">The runner that started it and will see it end; null when nobody did.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Pid">Process id on that machine.</param>
/// <param name="PidStarted">Tells this process from a later one with the same id.</param>
/// <param name="Liveness">Name of the liveness it already holds: see <see cref="Liveness"/>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Workers">Execution slots; 0 when it only loads and exports.</param>
/// <param name="Isolated">It works suspect chunks only.</param>
public sealed record NewRunner(
    string Role, long? ParentId, string Host, int Pid, string PidStarted, string Liveness, string Version, int Workers,
    bool Isolated);
