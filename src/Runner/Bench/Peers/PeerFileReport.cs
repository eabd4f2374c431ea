namespace BatchRunner.Runner.Bench;

/// <summary>A file with every peer's time on it.</summary>
/// <param name="Name">As <see cref="PeerFile.Name"/>.</param>
/// <param name="Numbers">How many.</param>
/// <param name="Results">In the order of the peers; those that are missing have none.</param>
sealed record PeerFileReport(string Name, int Numbers, IReadOnlyList<PeerResult> Results);
