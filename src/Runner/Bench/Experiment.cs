using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// Runs everything in turn and again in turn, so that whatever else the machine does hits all alike, and accepts a time
/// only when the answers are those of the serial run.
/// </summary>
static class Experiment
{
    internal static async Task<ExperimentReport> RunAsync(
        ExperimentPlan plan, IProgress<string> progress, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-bench-").FullName;
        try
        {
            var trials = new Trials(folder);
            var seconds = plan.Sets.Select(_ => plan.Arrangements.ToDictionary(a => a, _ => new List<double>())).ToList();
            foreach (var set in plan.Sets)
            {
                // Unmeasured: what runs in this process is to be compiled, as what the queue runs soon is.
                progress.Report($"warming up: {set.Name}");
                await trials.RunAsync(set, Arrangement.Serial, token);
            }
            for (var run = 1; run <= plan.Runs; run++)
            {
                foreach (var (i, set) in plan.Sets.Index())
                {
                    string? expected = null;
                    foreach (var arrangement in plan.Arrangements)
                    {
                        progress.Report($"run {run} of {plan.Runs}: {set.Name}, {Name(arrangement)}");
                        var trial = await trials.RunAsync(set, arrangement, token);
                        expected ??= trial.Answers;
                        RequireSame(expected, trial.Answers, set, arrangement);
                        seconds[i][arrangement].Add(trial.Wall.TotalSeconds);
                    }
                }
            }
            var sets = plan.Sets.Index().Select(entry => Measured(entry.Item, seconds[entry.Index])).ToList();
            return new(Machine.This, plan.Runs, sets, Recommendation.From(sets));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Medians and speed-ups of one set from its bare times.</summary>
    internal static MeasuredSet Measured(NumberSet set, IReadOnlyDictionary<Arrangement, List<double>> seconds)
    {
        var serial = Median.Of(seconds[Arrangement.Serial]);
        return new(
            set.Name, set.Explanation, set.Algorithm.Name, set.Numbers.Length,
            [.. seconds.Select(entry => new MeasuredRow(entry.Key, entry.Value, serial))]);
    }

    static void RequireSame(string expected, string answers, NumberSet set, Arrangement arrangement)
    {
        if (answers == expected) return;
        var (wanted, got) = expected.Split('\n').Zip(answers.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
        throw new VerbException(ExitCode.VerificationFailed,
            $"{Name(arrangement)} answers differently on {set.Name}: '{got}' instead of '{wanted}'.");
    }

    internal static string Name(Arrangement arrangement) =>
        arrangement.Kind == ArrangementKind.Queue ? $"queue, {arrangement.Label}" : arrangement.Label;
}
