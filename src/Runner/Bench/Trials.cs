using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner.Bench;

/// <summary>Runs one arrangement over a set of numbers. Only the work is on the clock, not making the input file.</summary>
sealed class Trials(string folder)
{
    const string InputName = "numbers.txt";

    internal async Task<Trial> RunAsync(NumberSet set, Arrangement arrangement, CancellationToken token) =>
        arrangement.Kind switch
        {
            ArrangementKind.Serial => await RunThreadsAsync(set, 1, token),
            ArrangementKind.Threads => await RunThreadsAsync(set, arrangement.Workers, token),
            ArrangementKind.Processes => await RunProcessesAsync(set, arrangement.Processes, token),
            _ => await RunQueueAsync(set, arrangement, token),
        };

    static async Task<Trial> RunThreadsAsync(NumberSet set, int threads, CancellationToken token)
    {
        var started = TimeProvider.System.GetTimestamp();
        var parts = StaticSplit.Slices(set.Numbers.Length, threads)
            .Select(slice => Task.Factory.StartNew(
                () => Answer(set, slice, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToList();
        var answers = string.Concat(await Task.WhenAll(parts));
        return new(TimeProvider.System.GetElapsedTime(started), answers);
    }

    static string Answer(NumberSet set, Range slice, CancellationToken token)
    {
        var answers = new StringBuilder();
        set.Algorithm.Answer(set.Numbers.AsSpan(slice), answers, token);
        return answers.ToString();
    }

    async Task<Trial> RunProcessesAsync(NumberSet set, int processes, CancellationToken token)
    {
        var started = TimeProvider.System.GetTimestamp();
        List<Task<TimedProcess>> parts = [];
        foreach (var (i, slice) in StaticSplit.Slices(set.Numbers.Length, processes).Index())
        {
            WriteNumbers(Path.Combine(folder, $"slice-{i}.txt"), set.Numbers.AsSpan(slice));
            parts.Add(TimedProcess.RunAsync(
                folder, Timeout.InfiniteTimeSpan, OwnProgram.Path,
                [.. OwnProgram.FirstArguments, BenchPart.Verb, set.Algorithm.Name, $"slice-{i}.txt", $"answers-{i}.txt"],
                token));
        }
        foreach (var ended in await Task.WhenAll(parts)) RequireSuccess(ended, "A process of the static split");
        var answers = string.Concat(
            Enumerable.Range(0, processes).Select(i => File.ReadAllText(Path.Combine(folder, $"answers-{i}.txt"))));
        return new(TimeProvider.System.GetElapsedTime(started), answers);
    }

    async Task<Trial> RunQueueAsync(NumberSet set, Arrangement arrangement, CancellationToken token)
    {
        WriteNumbers(Path.Combine(folder, InputName), set.Numbers);
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        try
        {
            var ended = await TimedProcess.RunAsync(
                folder, Timeout.InfiniteTimeSpan, OwnProgram.Path,
                [
                    .. OwnProgram.FirstArguments, "run", InputName, "--data", data, "--set", "Ledger:Provider=sqlite",
                    "--set", "Inbox:Folder=inbox", "--processes", Text(arrangement.Processes),
                    "--workers", Text(arrangement.Workers),
                ],
                token);
            RequireSuccess(ended, "batchrunner run");
            var answers = Directory.GetFiles(Path.Combine(data, "done"), "*.factors.txt").Single();
            return new(ended.Wall, await File.ReadAllTextAsync(answers, token));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    internal static void WriteNumbers(string path, ReadOnlySpan<BigInteger> numbers)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        foreach (var number in numbers) file.WriteLine(number.ToString(CultureInfo.InvariantCulture));
    }

    static void RequireSuccess(TimedProcess ended, string what)
    {
        if (ended.ExitCode == ExitCode.Success) return;
        throw new VerbException(ended.ExitCode ?? ExitCode.Incomplete,
            $"{what} ended with {ended.ExitCode}: {ended.Messages.Trim()}");
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
