using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The numbers of a batch by fate, as one bar.</summary>
public sealed partial class FateBar
{
    /// <summary>A few quarantined numbers among millions must still be seen.</summary>
    const double LeastWidth = 0.8;

    [Parameter, EditorRequired] public required BatchView Batch { get; set; }

    string Label =>
        $"{Wording.Percent(Batch.Done, Batch.Numbers)} of " +
        $"{Wording.Counted(Batch.Numbers, "number", "numbers")} done: " +
        $"{Wording.Count(Batch.Factored)} factored, {Wording.Count(Batch.Unfactored)} unfactored, " +
        $"{Wording.Count(Batch.Quarantined)} quarantined, {Wording.Count(Batch.Waiting)} waiting";

    IEnumerable<(string Fate, double From, double Width)> Parts
    {
        get
        {
            var quarantined = Width(Batch.Quarantined);
            var unfactored = Width(Batch.Unfactored);
            var factored = Math.Min(Width(Batch.Factored), 100 - quarantined - unfactored);
            yield return ("factored", 0, factored);
            yield return ("unfactored", factored, unfactored);
            yield return ("quarantined", factored + unfactored, quarantined);
        }
    }

    double Width(long count) =>
        count <= 0 || Batch.Numbers <= 0 ? 0 : Math.Clamp(100.0 * count / Batch.Numbers, LeastWidth, 100);

    static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
