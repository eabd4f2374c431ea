using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>The web pages.</summary>
public sealed class DashboardOptions
{
    /// <summary>
    /// Where the dashboard listens. Anything but a loopback address needs <see cref="AccessToken"/>; port 0 takes a
    /// free one. Default <c>http://127.0.0.1:5080</c>.
    /// </summary>
    [RegularExpression("^https?://[^/ ]+/?$", ErrorMessage = "{0} must be an address such as http://127.0.0.1:5080")]
    public string Url { get; set; } = "http://127.0.0.1:5080";

    /// <summary>True shows everything and changes nothing. Default false.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>What a caller from another machine must present; a secret. Default empty.</summary>
    [Secret]
    public string AccessToken { get; set; } = "";

    /// <summary>
    /// Where the metrics of <c>/metrics</c> are sent too, as OTLP over gRPC, such as <c>http://127.0.0.1:4317</c>.
    /// Default empty: nowhere.
    /// </summary>
    [RegularExpression("^(https?://[^ ]+)?$", ErrorMessage = "{0} must be an address such as http://127.0.0.1:4317")]
    public string OtlpEndpoint { get; set; } = "";
}
