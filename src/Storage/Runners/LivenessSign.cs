namespace BatchRunner.Storage;

/// <summary>What can be seen of a runner from outside.</summary>
/// <param name="Alive">Its process lives (it may be stopped or hang).</param>
/// <param name="Beats">A number for each of its workers; a worker whose number does not change does not move.</param>
/// <param name="Still">
/// How long each of them has not moved by the ledger's clock; null where only the observer's own clock can tell.
/// </param>
public readonly record struct LivenessSign(bool Alive, IReadOnlyList<long> Beats, IReadOnlyList<TimeSpan>? Still);
