namespace BatchRunner.Jobs.Rescue;

/// <summary>How a runner ended that did not say goodbye.</summary>
/// <param name="Reason">For people.</param>
/// <param name="Blame">True when what it worked on may have killed it; false for a kill from outside.</param>
public sealed record RunnerDeath(string Reason, bool Blame);
