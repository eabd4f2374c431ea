using System.Globalization;
using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>Counts, times and states as a person reads them.</summary>
static class Wording
{
    static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    internal static string Count(long value) => value.ToString("N0", Culture);

    internal static string Counted(long value, string one, string many) =>
        $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>Numbers a second: whole ones from ten on, because more digits only flicker.</summary>
    internal static string Rate(double perSecond) => perSecond switch
    {
        <= 0 => "0",
        < 0.1 => "under 0.1",
        < 9.95 => perSecond.ToString("0.#", Culture),
        _ => perSecond.ToString("N0", Culture),
    };

    /// <summary>A share never reads 100 % before it is complete, nor 0 % once it has begun.</summary>
    internal static string Percent(long part, long whole)
    {
        if (whole <= 0 || part <= 0) return "0 %";
        if (part >= whole) return "100 %";

        var percent = 100.0 * part / whole;
        return percent < 0.1
            ? "under 0.1 %"
            : Math.Min(Math.Floor(percent * 10) / 10, 99.9).ToString("0.#", Culture) + " %";
    }

    internal static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => Counted(bytes, "byte", "bytes"),
        < 1_000_000 => (bytes / 1e3).ToString("0.#", Culture) + " kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.#", Culture) + " MB",
        _ => (bytes / 1e9).ToString("0.#", Culture) + " GB",
    };

    internal static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    internal static string CpuTime(double seconds) => seconds switch
    {
        < 0.000_001 => "none",
        < 1 => (seconds * 1e3).ToString("0.###", Culture) + " ms",
        < 60 => seconds.ToString("0.#", Culture) + " s",
        _ => Span(TimeSpan.FromSeconds(seconds)),
    };

    internal static string Ago(DateTimeOffset then, DateTimeOffset now) =>
        now - then is { TotalSeconds: >= 1 } span ? Span(span) + " ago" : "just now";

    internal static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture);

    internal static string Iso(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", Culture);

    internal static string State(BatchView batch) =>
        batch is { Paused: true, IsLive: true } ? "paused" : batch.State.Replace('_', ' ');

    /// <summary>What can honestly be said about the end of a batch; null when it has ended.</summary>
    internal static string? Estimate(BatchSummary batch, EtaBand? eta) => batch switch
    {
        { State: BatchState.Exporting } => "writing its files",
        _ when BatchState.IsFinal(batch.State) => null,
        { Paused: true } => "paused",
        { RunningChunks: 0, ReadyChunks: > 0 } when eta is null => "waiting for a worker",
        { State: BatchState.Loading } => eta is not null
            ? $"still reading; {eta} left for what is read"
            : "still reading",
        _ => eta is not null ? $"{eta} left" : "no estimate yet",
    };
}
