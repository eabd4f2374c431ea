using System.Diagnostics;
using System.Globalization;
using BatchRunner.Runner.Tests;
using BatchRunner.Runner.Tests.Campaigns;
using Xunit.Abstractions;

namespace BatchRunner.Hangfire.Tests;

/// <summary>
/// What tickets cost: the same file through both programs in turn, CPU of the whole process trees and wall time, medians.
/// <c>BATCHRUNNER_CAMPAIGN=long dotnet test -c Release tests/Hangfire.Tests --filter Overhead --logger "console;verbosity=detailed"</c>
/// prints figures worth reading.
/// </summary>
[Collection(CampaignCollection.Name)]
public sealed class OverheadTests(ITestOutputHelper output)
{
    static readonly string[] Programs = ["BatchRunner.Runner", "BatchRunner.Hangfire"];

    [Fact]
    public async Task Both_engines_give_the_same_answers_and_their_cost_is_told()
    {
        var runs = Campaign.Size(1, 3);
        using var folder = new TempFolder();
        var random = new Random(Campaign.Seed);
        var file = folder.File("numbers.txt", string.Concat(Enumerable.Range(0, Campaign.Size(20_000, 300_000))
            .Select(_ => (random.NextInt64() | 1).ToString(CultureInfo.InvariantCulture) + "\n")));
        output.WriteLine($"seed {Campaign.Seed}, load {Site.LoadAverage()}, medians of {runs}");

        var measured = Programs.Select(_ => (Cpu: new List<double>(), Wall: new List<double>())).ToList();
        List<string> answers = [];
        for (var run = 0; run < runs; run++)
        {
            for (var i = 0; i < Programs.Length; i++)
            {
                var (cpu, wall) = await MeasureAsync(folder.Path, Programs[i], file, $"{Programs[i]}-{run}");
                measured[i].Cpu.Add(cpu);
                measured[i].Wall.Add(wall);
                answers.Add(await File.ReadAllTextAsync(
                    Directory.EnumerateFiles(Path.Combine(folder.Path, $"{Programs[i]}-{run}"), "*.factors.txt", SearchOption.AllDirectories).Single()));
            }
        }

        foreach (var (program, (cpu, wall)) in Programs.Zip(measured))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program}: {Median(cpu):F2} s CPU, {Median(wall):F2} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Hangfire / built-in: CPU {Median(measured[1].Cpu) / Median(measured[0].Cpu):F3}, time {Median(measured[1].Wall) / Median(measured[0].Wall):F3}"));
        Assert.Single(answers.Distinct());
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static async Task<(double Cpu, double Wall)> MeasureAsync(string folder, string program, string file, string data)
    {
        // The shell's own times tell of all children that have been waited for, and theirs.
        var path = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo("/bin/bash",
            ["-c", $"TIMEFORMAT='%U %S %R'; time '{path}' run '{file}' --data '{data}' --processes 2 --workers 1 > out.txt 2> err.txt"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using var shell = Process.Start(start)!;
        var times = (await shell.StandardError.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ')
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToList();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        return (times[0] + times[1], times[2]);
    }
}
