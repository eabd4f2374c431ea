using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BatchRunner.Runner.Settings;

/// <summary>
/// Everything a user may set, as the section <c>BatchRunner</c> of appsettings.json shows it. Read through
/// <see cref="EffectiveSettings.Load"/>, which also knows where each value came from.
/// </summary>
public sealed class RunnerOptions
{
    /// <summary>The section's name in appsettings.json, and the prefix of the environment variables.</summary>
    public const string Section = "BatchRunner";

    /// <summary>
    /// Where the ledger and the folders live, relative to the working directory. Default <c>data</c>.
    /// </summary>
    [Required(ErrorMessage = "{0} must name a folder")]
    public string DataFolder { get; set; } = "data";

    /// <summary>The watched folder.</summary>
    [ValidateObjectMembers]
    public InboxOptions Inbox { get; set; } = new();

    /// <summary>How many processes work, and how many workers each has.</summary>
    [ValidateObjectMembers]
    public RunnersOptions Runners { get; set; } = new();

    /// <summary>How batches are cut, and how often a chunk may go wrong.</summary>
    [ValidateObjectMembers]
    public ChunksOptions Chunks { get; set; } = new();

    /// <summary>How long an attempt holds its chunk without a sign of life.</summary>
    [ValidateObjectMembers]
    public LeaseOptions Lease { get; set; } = new();

    /// <summary>What a number may be and cost.</summary>
    [ValidateObjectMembers]
    public FactoringOptions Factoring { get; set; } = new();

    /// <summary>Which database holds the ledger.</summary>
    [ValidateObjectMembers]
    public LedgerOptions Ledger { get; set; } = new();

    /// <summary>The web pages.</summary>
    [ValidateObjectMembers]
    public DashboardOptions Dashboard { get; set; } = new();
}
