namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>A machine, or what stands for one, that reaches the ledger over a network of its own.</summary>
/// <param name="Launcher">What starts a program there; empty for a host that is this machine.</param>
/// <param name="ConnectionString">How the ledger is reached from there.</param>
/// <param name="DataFolder">Its own; null for that of the site.</param>
sealed record RemoteHost(string Name, string[] Launcher, string ConnectionString, string? DataFolder);
