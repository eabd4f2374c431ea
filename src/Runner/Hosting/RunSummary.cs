using System.Globalization;
using BatchRunner.Jobs.Intake;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;
using Spectre.Console;

namespace BatchRunner.Runner.Hosting;

/// <summary>What <c>run</c> leaves on the screen: how each batch ended and where its answers are.</summary>
static class RunSummary
{
    internal static void Write(IReadOnlyList<BatchSummary> batches, EffectiveSettings settings)
    {
        var table = Screen.Table("batch", "file", "numbers", "factored", "unfactored", "quarantined", "rejects", "seconds");
        foreach (var batch in batches)
        {
            table.AddRow(
            [
                .. new[]
                {
                    Count(batch.Id), batch.Name, Count(batch.Numbers),
                    Count(batch.Done - batch.Unfactored - batch.Quarantined), Count(batch.Unfactored),
                    Count(batch.Quarantined), Count(batch.Rejects), Seconds(batch),
                }.Select(Markup.Escape),
            ]);
        }
        Screen.Write(table);
        // Below, not beside: a path is longer than a screen is wide.
        foreach (var batch in batches)
            Screen.Line(Screen.Plain(Path.Combine(settings.Options.DataFolder, "done", FileNames.Factors(batch.Name, batch.Id))));
    }

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Seconds(BatchSummary batch) =>
        ((batch.FinishedAt ?? batch.CreatedAt) - batch.CreatedAt).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
