namespace BatchRunner.Storage;

/// <summary>A worker that wants a chunk.</summary>
/// <param name="Epoch">The epoch its process started in.</param>
/// <param name="Isolated">Suspect chunks only; otherwise they are passed over.</param>
readonly record struct ClaimRequest(long RunnerId, int Worker, long Epoch, bool Isolated, TimeSpan Lease);
