using System.Net;
using System.Text.RegularExpressions;
using BatchRunner.Storage;
using static BatchRunner.Runner.Tests.DashboardScene;

namespace BatchRunner.Runner.Tests;

// Meters of one name are one to those who listen in this process: the end of one dashboard would silence another's.
[Collection(Campaigns.CampaignCollection.Name)]
public sealed partial class DashboardMetricsTests
{
    [Fact]
    public async Task What_happens_in_the_ledger_is_counted_without_a_number_or_name_in_any_label()
    {
        await using var scene = await StartAsync();
        // Only what comes after the dashboard's first look is news to it.
        await scene.JoinAsync();
        await scene.UntilAsync("/metrics", t => Value(t, "batchrunner_workers", "") == 1);
        var id = await scene.BatchAsync(Markup, 2_500, new RejectRow(1, 3, "12 34", "column 3: a second number on the line"));
        await scene.WorkAsync(chunks: 1, (rows, line) =>
            (line == 5 ? (Action<ResultRows, long>)Unfactored : Factored)(rows, line));
        await scene.HoldAsync();
        await scene.Ledger.Steering.PauseAsync(id, CancellationToken.None);
        await scene.Ledger.Steering.ResumeAsync(id, CancellationToken.None);

        var text = await scene.UntilAsync("/metrics", t =>
            Value(t, "batchrunner_numbers_total", "outcome=\"factored\"") == 999 &&
            Value(t, "batchrunner_events_total", "event=\"resumed\"") == 1 &&
            // The queue of a look is older than its events.
            Value(t, "batchrunner_workers_busy", "") == 1 &&
            Value(t, "batchrunner_chunk_duration_seconds_count", "end=\"completed\"") == 1 &&
            Value(t, "batchrunner_number_duration_seconds_count", "digits=\"1-10\"") > 0 &&
            Value(t, "batchrunner_rejects_total", "cause=\"second number on the line\"") == 1);

        Assert.Equal(1, Value(text, "batchrunner_numbers_total", "outcome=\"unfactored\""));
        Assert.Equal(0, Value(text, "batchrunner_numbers_total", "outcome=\"quarantined\""));
        Assert.Equal(0, Value(text, "batchrunner_events_total", "event=\"rescued\""));
        Assert.Equal(1, Value(text, "batchrunner_queue_chunks", ""));
        Assert.Equal(1, Value(text, "batchrunner_workers_busy", ""));
        Assert.True(Value(text, "batchrunner_queue_effort_seconds", "") > 0);
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
        Assert.All(
            // What the target is called is no label of ours.
            text.Split('\n').Where(line => !line.StartsWith("target_info", StringComparison.Ordinal))
                .SelectMany(line => Label().Matches(line)).Select(m => m.Groups[1].Value).Distinct(),
            name => Assert.Contains(name, (string[])["outcome", "event", "cause", "end", "method", "digits", "le"]));
    }

    [Fact]
    public async Task Metrics_are_behind_the_token_like_everything_else()
    {
        await using var scene = await StartAsync(token: "horse");

        Assert.Equal(HttpStatusCode.Redirect, (await scene.Browser.GetAsync("/metrics")).StatusCode);
    }

    static double? Value(string text, string name, string label)
    {
        var line = text.Split('\n').FirstOrDefault(l =>
            (l.StartsWith(name + ' ', StringComparison.Ordinal) || l.StartsWith(name + '{', StringComparison.Ordinal)) &&
            l.Contains(label, StringComparison.Ordinal));
        return line is null ? null : double.Parse(ValueText().Match(line).Groups[1].Value, null);
    }

    [GeneratedRegex("[{,]([a-z_]+)=\"")]
    private static partial Regex Label();

    [GeneratedRegex(@"[} ]\s*([0-9.eE+-]+)( \d+)?$")]
    private static partial Regex ValueText();
}
