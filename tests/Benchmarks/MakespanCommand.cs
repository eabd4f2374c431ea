using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>makespan [SECONDS] [FOLDER] [SHAPE]</c>: how evenly two processes of one worker each end, on four shapes of files of about
/// so many seconds each. Ideal is half of the CPU time of all numbers, or the longest number; time counts from the
/// first claim to the last commit. With a FOLDER, what an estimate saw on the way is recorded there, for the tests.
/// </summary>
static class MakespanCommand
{
    const int Seed = 20120116;
    const int Workers = 2;
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        var folder = Directory.CreateTempSubdirectory("batchrunner-makespan-").FullName;
        try
        {
            Console.WriteLine($"{MachineName.Cpu}; {Workers} processes x 1 worker, seed {Seed}");
            Console.WriteLine("shape       numbers  CPU s  longest s  ideal s  makespan s  ratio  chunks");
            foreach (var shape in FourShapes.Names.Where(n => args.Length < 3 || n == args[2]))
            {
                var file = Path.Combine(folder, shape + ".txt");
                FourShapes.Write(shape, file, Workers * seconds, Seed);
                var samples = await MeasureAsync(
                    shape, file, FourShapes.Budget(Workers * seconds), Path.Combine(folder, "data-" + shape));
                if (args.Length > 1) Record(Path.Combine(args[1], shape + ".json"), samples);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<(double Seconds, List<EtaSample> Samples)> MeasureAsync(
        string shape, string file, double budget, string data)
    {
        var ledger = await Ledger.OpenSqliteAsync(data, TimeProvider.System, CancellationToken.None);
        using var program = Process.Start(new ProcessStartInfo(
            BuiltProgram.Path,
            [
                "run", file, "--data", data, "--processes", "2", "--workers", "1",
                "--set", string.Create(CultureInfo.InvariantCulture, $"Factoring:BudgetSeconds={budget}"),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = program.StandardOutput.ReadToEndAsync();
        List<EtaSample> samples = [];
        using (var timer = new PeriodicTimer(Look))
        {
            while (!program.HasExited && await timer.WaitForNextTickAsync())
                if (await SampleAsync(ledger) is { } sample) samples.Add(sample);
        }
        await output;
        if (program.ExitCode > 1) throw new InvalidOperationException($"{shape} ended with {program.ExitCode}.");

        var batch = (await ledger.Summaries.FindAsync(1, CancellationToken.None))!;
        var chunks = await ledger.Chunks.OfBatchAsync(1, 0, int.MaxValue, CancellationToken.None);
        var makespan = (chunks.Max(c => c.EndedAt)!.Value - batch.StartedAt!.Value).TotalSeconds;
        var longest = await LongestAsync(ledger);
        var ideal = Math.Max(batch.Micros / 1e6 / Workers, longest);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{shape,-10} {batch.Numbers,8}  {batch.Micros / 1e6,5:F1}  {longest,9:F2}  {ideal,7:F2}  "
            + $"{makespan,10:F2}  {makespan / ideal,5:F3}  {chunks.Count,6}"));
        return (makespan, samples);
    }

    static async Task<EtaSample?> SampleAsync(Ledger ledger)
    {
        var batch = await ledger.Summaries.FindAsync(1, CancellationToken.None);
        if (batch is not { StartedAt: not null, Waiting: > 0 }) return null;
        var running = await ledger.Chunks.RunningAsync(CancellationToken.None);
        var runners = await ledger.Runners.AliveAsync(CancellationToken.None);
        return EtaSample.Of(
            batch, running, runners.Sum(r => r.Workers), TimeSpan.FromSeconds(15), TimeProvider.System.GetUtcNow());
    }

    static async Task<double> LongestAsync(Ledger ledger)
    {
        var (page, longest) = (new ResultRows(), 0L);
        for (var line = 0L; await ledger.Results.PageAsync(1, line, 10_000, page, CancellationToken.None);)
        {
            for (var i = 0; i < page.Count; i++) longest = Math.Max(longest, page.Micros(i));
            line = page.Line(page.Count - 1);
        }
        return longest / 1e6;
    }

    static void Record(string path, (double Seconds, List<EtaSample> Samples) run)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lines = run.Samples.Where(s => s.Seconds < run.Seconds).Select(s => "  " + JsonSerializer.Serialize(s with
        {
            Seconds = Math.Round(s.Seconds, 3),
            EffortLeft = Math.Round(s.EffortLeft),
            Effort = Math.Round(s.Effort),
            EffortSquares = Math.Round(s.EffortSquares),
            Hardest = Math.Round(s.Hardest, 1),
            Running = [.. s.Running.Select(r => r with
            {
                EffortLeft = Math.Round(r.EffortLeft),
                SinceCommit = Math.Round(r.SinceCommit, 3),
            })],
        }));
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture,
            $"{{\"seconds\":{run.Seconds:F3},\"samples\":[\n{string.Join(",\n", lines)}\n]}}\n"));
    }
}
