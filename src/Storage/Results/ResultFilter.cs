namespace BatchRunner.Storage;

/// <summary>Which rows of a batch are wanted; null wants all.</summary>
/// <param name="Status">Only rows of this status.</param>
/// <param name="Method">Only rows whose method has exactly this name.</param>
public sealed record ResultFilter(ResultStatus? Status, string? Method);
