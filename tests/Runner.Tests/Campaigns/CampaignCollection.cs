namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>Campaigns measure and shoot: one at a time, and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // What xunit calls it.
public sealed class CampaignCollection
#pragma warning restore CA1711
{
    public const string Name = "campaigns";
}
