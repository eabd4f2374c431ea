namespace BatchRunner.Browser.Tests;

/// <summary>One browser for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
