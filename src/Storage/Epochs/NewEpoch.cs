namespace BatchRunner.Storage;

/// <summary>What the beginning of an epoch took from those who held it.</summary>
/// <param name="Epoch">The ledger's from now on.</param>
/// <param name="Chunks">Running before, ready now.</param>
/// <param name="Runners">Called alive before.</param>
public sealed record NewEpoch(long Epoch, int Chunks, int Runners);
