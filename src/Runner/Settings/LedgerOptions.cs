using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>Which database holds the ledger.</summary>
public sealed class LedgerOptions
{
    /// <summary>
    /// <c>sqlite</c>, a file in DataFolder, or <c>postgres</c>, reached by <see cref="ConnectionString"/>.
    /// Default <c>sqlite</c>.
    /// </summary>
    [AllowedValues("sqlite", "postgres", ErrorMessage = "{0} must be sqlite or postgres")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>How PostgreSQL is reached; a secret. Empty for SQLite. Default empty.</summary>
    [Secret]
    public string ConnectionString { get; set; } = "";
}
