namespace BatchRunner.Storage;

/// <summary>A batch in which something went wrong, and how much.</summary>
public sealed record TroubledBatch
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public long Unfactored { get; init; }
    public long Quarantined { get; init; }
    public long Rejects { get; init; }
}
