namespace BatchRunner.Storage;

/// <summary>What the ledger asks of a runner.</summary>
/// <param name="Chunks">The attempts it still grants the runner: whatever it works on besides is lost.</param>
/// <param name="Workers">How many workers the ledger believes it has.</param>
/// <param name="WantedWorkers">How many a person wants it to have; null for what its settings say.</param>
public sealed record RunnerOrders(IReadOnlyList<ChunkOrder> Chunks, int Workers, int? WantedWorkers);
