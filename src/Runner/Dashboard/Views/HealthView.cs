namespace BatchRunner.Runner.Dashboard;

/// <summary>How the service is: <c>Healthy</c>, <c>Degraded</c> (somebody should look) or <c>Unhealthy</c>.</summary>
/// <param name="Checks">By name, with what is to be said about each.</param>
public sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks);
