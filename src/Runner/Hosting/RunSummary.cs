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
        var table = Screen.Table("batch", "file", "numbers", "factored", "unfactored", "quarantined", "rejects", "seconds", "answers");
        foreach (var batch in batches)
        {
            var answers = Path.Combine(settings.Options.DataFolder, "done", FileNames.Factors(batch.Name, batch.Id));
            table.AddRow(
            [
                .. new[]
                {
                    Count(batch.Id), batch.Name, Count(batch.Numbers),
                    Count(batch.Done - batch.Unfactored - batch.Quarantined), Count(batch.Unfactored),
                    Count(batch.Quarantined), Count(batch.Rejects), Seconds(batch), answers,
                }.Select(Markup.Escape),
            ]);
        }
        Screen.Write(table);
    }

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Seconds(BatchSummary batch) =>
        ((batch.FinishedAt ?? batch.CreatedAt) - batch.CreatedAt).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
