using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The query of an address that shows results. A form sends its empty fields too: they ask nothing.</summary>
readonly record struct ResultParameters
{
    [FromQuery(Name = "number")] public string? Number { get; init; }
    [FromQuery(Name = "status")] public string? Status { get; init; }
    [FromQuery(Name = "method")] public string? Method { get; init; }
    [FromQuery(Name = "line")] public string? Line { get; init; }
    [FromQuery(Name = "to")] public string? To { get; init; }
    [FromQuery(Name = "after")] public long? After { get; init; }

    internal ResultQuery ToQuery() => new(
        Text(Number), Text(Status), Text(Method), LineOf(Line), LineOf(To), Math.Max(0, After ?? 0));

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static long? LineOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null;
}
