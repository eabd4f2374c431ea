using System.Globalization;
using BatchRunner.Jobs.Planning.Simulation;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>scale [MICROS] [NUMBERS] [PER_CHUNK]</c>: what so many workers ask of the ledger, by simulation: claims, splits and
/// rows a second for a file of even numbers of so many microseconds each, a thousand million of them if nothing is said.
/// </summary>
static class ScaleCommand
{
    /// <summary>As planned: two seconds of one worker, at most 50,000 numbers.</summary>
    const double ChunkMicros = 2e6;

    const long MostNumbers = 50_000;

    public static int Run(string[] args)
    {
        var micros = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var numbers = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000_000;
        var perChunk = args.Length > 2
            ? long.Parse(args[2], CultureInfo.InvariantCulture)
            : Math.Clamp((long)(ChunkMicros / micros), 1, MostNumbers);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{numbers:N0} numbers of {micros} us, {perChunk:N0} a chunk"));
        foreach (var workers in (int[])[8, 64, 1000])
        {
            var (curve, chunks) = File(numbers, perChunk, micros);
            var result = Simulator.Run(curve, chunks, new(workers / 8, 8));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{workers,5} workers: {result.Seconds,9:F0} s ({curve.Total / 1e6 / workers / result.Seconds:P1} of it at work), "
                + $"{result.Claims,8:N0} claims = {result.Claims / result.Seconds,7:F0}/s, {result.Splits,6:N0} splits, "
                + $"{numbers / result.Seconds,12:N0} rows/s"));
        }
        return 0;
    }

    static (EffortCurve Curve, List<(long First, long End, double Effort)> Chunks) File(long numbers, long perChunk, double micros)
    {
        var curve = new EffortCurve();
        List<(long, long, double)> chunks = [];
        for (var line = 1L; line <= numbers; line += perChunk)
        {
            var count = Math.Min(perChunk, numbers - line + 1);
            curve.Add(count, count * micros, count * micros);
            chunks.Add((line, line + count, count * micros));
        }
        return (curve, chunks);
    }
}
