namespace BatchRunner.Storage;

/// <summary>Rows by how they ended. <see cref="Done"/> counts all of them.</summary>
public readonly record struct ResultTally(long Done, long Unfactored, long Quarantined, long Micros)
{
    /// <summary>These rows and one more.</summary>
    internal ResultTally With(ResultStatus status, long micros) => new(
        Done + 1,
        Unfactored + (status == ResultStatus.Unfactored ? 1 : 0),
        Quarantined + (status == ResultStatus.Quarantined ? 1 : 0),
        Micros + micros);
}
