using System.Net;
using BatchRunner.Jobs.Intake;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What the dashboard is told when it starts.</summary>
public sealed record DashboardSetup
{
    /// <summary>Where it listens: <c>http</c>, a host or address, a port (0 takes a free one).</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>True shows everything and changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What a caller must present before anything is shown; may be empty on a loopback address.</summary>
    public string AccessToken { get; init; } = "";

    /// <summary>Holds <c>done/</c> and <c>failed/</c>, whose files the batch page offers.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What a reader is told to drop number files into.</summary>
    public string Inbox { get; init; } = "data/inbox";

    /// <summary>Work that waits this long without anything being committed makes <c>/health</c> Degraded.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>CPU time a number may take, which bounds estimates.</summary>
    public TimeSpan Budget { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The lease the runners work with.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Takes files that are dropped on a page; null offers no such thing.</summary>
    public FileSubmission? Submission { get; init; }

    /// <summary>What the settings page shows; secrets are never shown.</summary>
    public IReadOnlyList<EffectiveSetting> Settings { get; init; } = [];

    /// <summary>Where the metrics are sent too (OTLP over gRPC); empty sends them nowhere.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Pages of the engine's own beside these; null when it has none.</summary>
    public IDashboardGuest? Guest { get; init; }

    /// <summary>Why it cannot start like this, naming the setting and the remedy; null when it can.</summary>
    public string? Trouble()
    {
        if (!Uri.TryCreate(Url.Replace("*", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address) ||
            address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/")
        {
            return $"Dashboard:Url '{Url}' is no address such as http://127.0.0.1:5080 (https: put a proxy in front).";
        }

        return AccessToken.Length > 0 || address.IsLoopback
            ? null
            : $"Dashboard:Url '{Url}' can be reached from other machines: " +
              "set Dashboard:AccessToken, or listen on 127.0.0.1.";
    }

    /// <summary>
    /// The names this service answers to, against DNS rebinding: a page on another site may point its own name at the
    /// loopback address, but it cannot make the browser send one of these. Listening on every address means being
    /// called by names nobody listed here; the access token, bound to the name it was given on, protects that.
    /// </summary>
    internal IReadOnlyList<string> Hosts()
    {
        var host = new Uri(Url.Replace("*", "0.0.0.0", StringComparison.Ordinal)).Host;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) &&
               (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? ["*"]
            : [.. new[] { "localhost", "127.0.0.1", "[::1]", host }.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
