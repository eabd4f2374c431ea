using System.Globalization;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>What a reader asks of the results of a batch. Fields left empty ask nothing.</summary>
/// <param name="Number">Rows of this number.</param>
/// <param name="Status">Rows of this status.</param>
/// <param name="Method">Rows whose method has exactly this name.</param>
/// <param name="FromLine">Lines before it are passed over.</param>
/// <param name="ToLine">Lines after it are passed over.</param>
/// <param name="After">Where the page before this one ended; 0 at the beginning.</param>
public sealed record ResultQuery(
    string? Number, string? Status, string? Method, long? FromLine, long? ToLine, long After)
{
    /// <summary>The statuses a reader can ask for.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
        [.. Enum.GetNames<ResultStatus>().Select(n => n.ToLowerInvariant())];

    internal ResultStatus? WantedStatus =>
        Statuses.Contains(Status) && Enum.TryParse<ResultStatus>(Status, true, out var status) ? status : null;

    /// <summary>Something other than a place is asked for.</summary>
    internal bool IsFiltered => Number is not null || WantedStatus is not null || Method is not null;

    /// <summary>The line the search begins behind.</summary>
    internal long Begin => Math.Max(After, Math.Max(0, (FromLine ?? 1) - 1));

    /// <summary>The line the search ends before.</summary>
    internal long End => ToLine is { } to and < long.MaxValue ? to + 1 : long.MaxValue;

    /// <summary>The number as rows hold it: canonical digits; null when it is none.</summary>
    internal string? Digits
    {
        get
        {
            var digits = (Number ?? "").Trim();
            if (digits.StartsWith('+')) digits = digits[1..];
            if (digits.Length == 0 || digits.Any(c => !char.IsAsciiDigit(c))) return null;
            return digits.TrimStart('0') is { Length: > 0 } canonical ? canonical : "0";
        }
    }

    /// <summary>As the query of an address that asks the same, from another line on.</summary>
    internal string ToAddress(long after)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("number", Number), ("status", Status), ("method", Method),
            ("line", FromLine?.ToString(CultureInfo.InvariantCulture)),
            ("to", ToLine?.ToString(CultureInfo.InvariantCulture)),
            ("after", after > 0 ? after.ToString(CultureInfo.InvariantCulture) : null),
        };
        var query = string.Join('&',
            parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length > 0 ? "?" + query : "";
    }
}
