namespace BatchRunner.Storage;

/// <summary>What can be seen of a runner from outside.</summary>
/// <param name="Alive">Its process lives (it may be stopped or hang).</param>
/// <param name="Beats">A number for each of its workers; a worker whose number does not change does not move.</param>
public readonly record struct LivenessSign(bool Alive, IReadOnlyList<long> Beats);
