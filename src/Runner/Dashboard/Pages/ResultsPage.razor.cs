using BatchRunner.Factoring;
using Microsoft.AspNetCore.Components;

namespace BatchRunner.Runner.Dashboard;

/// <summary>The rows of a batch in line order, filtered, a page at a time by key.</summary>
public sealed partial class ResultsPage
{
    internal const int Rows = 100;

    [Parameter, EditorRequired] public required Frame Frame { get; set; }
    [Parameter, EditorRequired] public required BatchView Batch { get; set; }
    [Parameter, EditorRequired] public required ResultPageView Page { get; set; }
    [Parameter, EditorRequired] public required ResultQuery Query { get; set; }

    static IReadOnlyList<string> Methods { get; } =
    [
        .. new[]
        {
            FactoringMethod.Prime, FactoringMethod.TrialDivision, FactoringMethod.PerfectPower, FactoringMethod.Rho,
            FactoringMethod.Ecm, FactoringMethod.QuadraticSieve,
        }.SelectMany(m => new[] { m, m | FactoringMethod.ProbablePrime }).Select(FactoringMethods.Name),
    ];

    string Path => Frame.Link($"/batches/{Batch.Id}/results");

    long FirstLine => Page.Results.Count > 0 ? Page.Results[0].Line : Query.Begin + 1;

    long LastLine => Math.Min(Batch.Lines, Query.ToLine ?? Batch.Lines);

    string Caption => Query.IsFiltered
        ? $"{Wording.Counted(Page.Results.Count, "row", "rows")} on this page"
        : $"Lines {Wording.Count(FirstLine)} to {Wording.Count(Page.Results[^1].Line)}; "
            + $"{Wording.Counted(Batch.Done, "result", "results")} in all";

    string Empty => Query.IsFiltered
        ? "No row of this batch is like that."
        : Query.Begin == 0 ? "There is no result yet." : "There is no result in these lines.";

    // A line has at most one row: going back this many lines never leaves a row out, at worst it shows some again.
    long Earlier => Math.Max(0, FirstLine - 1 - Rows);
}
