using System.Diagnostics;
using BatchRunner.Jobs.Planning;
using BatchRunner.Jobs.Planning.Simulation;
using Xunit.Abstractions;

namespace BatchRunner.Jobs.Tests.Planning;

public sealed class SimulatorTests(ITestOutputHelper output)
{
    const double MostOverIdeal = 1.05;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var shape in Shapes.Names)
            {
                for (var seed = 1; seed <= 3; seed++)
                {
                    cases.Add(shape, 2, seed);
                    cases.Add(shape, 8, seed);
                    cases.Add(shape, 64, seed);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_workers_end_within_a_twentieth_of_the_ideal_time(string shape, int workers, int seed)
    {
        var (curve, chunks, longest) = Shapes.Make(shape, 30.0 * workers, workers, seed);

        var result = Simulator.Run(curve, chunks, new(workers, 1));

        var ideal = Math.Max(curve.Total / workers, longest) / 1e6;
        output.WriteLine($"{shape}, {workers} workers, seed {seed}: ideal {ideal:F2} s, {result}");
        Assert.InRange(result.Seconds / ideal, 0.999, MostOverIdeal);
    }

    [Fact]
    public void The_same_file_and_site_give_the_same_run()
    {
        var (curve, chunks, _) = Shapes.Make("hard-last", 100, 8, 4);

        Assert.Equal(
            Simulator.Run(curve, chunks, new(4, 2)), Simulator.Run(curve, chunks, new(4, 2)));
    }

    [Fact]
    public void A_thousand_workers_split_only_what_is_worth_it()
    {
        var (curve, chunks, _) = Shapes.Make("uniform", 4000, 1000, 5);
        var started = Stopwatch.GetTimestamp();

        var result = Simulator.Run(curve, chunks, new(500, 2));

        output.WriteLine($"{result} in {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s");
        // Each split leaves two halves of at least half the least that is worth one: more splits than that are
        // thrashing.
        Assert.InRange(result.Splits, 0, curve.Total / (SplitRule.LeastMicros / 2));
        Assert.InRange(result.LostSeconds, 0, 0.05 * curve.Total / 1e6);
        Assert.InRange(result.Seconds, curve.Total / 1e9, 2 * curve.Total / 1e9);
    }

    [Fact]
    public void One_chunk_of_everything_is_shared_out_among_all_workers()
    {
        var curve = new EffortCurve();
        curve.Add(100_000, 80e6, 80e6);

        var result = Simulator.Run(curve, [(1, 100_001, 80e6)], new(8, 1));

        output.WriteLine($"{result}");
        Assert.InRange(result.Seconds, 10, 12.5);
        Assert.InRange(result.Splits, 7, 100);
    }

    [Fact]
    public void A_number_nobody_foresaw_is_set_aside_and_its_neighbours_do_not_wait()
    {
        var curve = new EffortCurve();
        curve.Add(100, 1e6, 1e6);
        curve.AddLong(1000, 20e6);
        curve.Add(100, 1e6, 1e6);

        var result = Simulator.Run(curve, [(1, 202, 2_001_000)], new(2, 1));

        output.WriteLine($"{result}");
        Assert.Equal(1, result.SetAside);
        Assert.InRange(result.Seconds, 20, 25);
    }
}
