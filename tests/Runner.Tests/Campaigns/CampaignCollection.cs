namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>
/// For what measures or must meet a deadline: one at a time, and beside nothing else. Campaigns that only kill and compare
/// do without it and run beside other tests.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // What xunit calls it.
public sealed class CampaignCollection
#pragma warning restore CA1711
{
    public const string Name = "campaigns";
}
