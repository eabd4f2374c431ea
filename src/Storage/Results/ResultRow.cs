namespace BatchRunner.Storage;

/// <summary>One row of <c>results</c>, for people who look.</summary>
public sealed record ResultRow
{
    public long Line { get; init; }

    /// <summary>Canonical decimal digits.</summary>
    public required string Number { get; init; }

    /// <summary>JSON array of decimal strings, ascending with multiplicity.</summary>
    public required string Factors { get; init; }

    /// <summary><c>factored</c>, <c>unfactored</c> or <c>quarantined</c>.</summary>
    public required string Status { get; init; }

    public string? Cofactor { get; init; }
    public required string Method { get; init; }

    /// <summary>CPU microseconds it took.</summary>
    public long Micros { get; init; }
}
