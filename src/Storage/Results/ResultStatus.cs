namespace BatchRunner.Storage;

/// <summary>How a number ended; the names are those of <c>results.status</c>.</summary>
public enum ResultStatus : byte
{
    /// <summary>Completely factored.</summary>
    Factored,

    /// <summary>The budget was spent; the row holds the factors found and the cofactor.</summary>
    Unfactored,

    /// <summary>The number was set aside because it brought its process down.</summary>
    Quarantined,
}
