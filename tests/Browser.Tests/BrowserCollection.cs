namespace BatchRunner.Browser.Tests;

/// <summary>One browser for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
