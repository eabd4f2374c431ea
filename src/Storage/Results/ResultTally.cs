namespace BatchRunner.Storage;

/// <summary>Rows by how they ended. <see cref="Done"/> counts all of them.</summary>
public readonly record struct ResultTally(long Done, long Unfactored, long Quarantined, long Micros);
