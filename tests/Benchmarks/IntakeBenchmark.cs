using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>intake [LINES] [SEED]</c>: what reading, hashing, judging and planning a file of 64-bit numbers costs without a
/// ledger, beside what reading and hashing the same file alone costs.
/// </summary>
static class IntakeBenchmark
{
    const int Repetitions = 3;

    public static int Run(string[] args)
    {
        var lines = args.Length > 0 ? int.Parse(args[0], null) : 10_000_000;
        var seed = args.Length > 1 ? int.Parse(args[1], null) : 1;
        var folder = Directory.CreateTempSubdirectory("batchrunner-bench-").FullName;
        try
        {
            var plain = Path.Combine(folder, "numbers.txt");
            var gzip = Path.Combine(folder, "numbers.txt.gz");
            Generate(plain, gzip, lines, seed);
            Console.WriteLine($"{lines} lines, seed {seed}, {new FileInfo(plain).Length} bytes, best of {Repetitions}");
            Report("read and hash alone", lines, () => ReadAndHash(plain));
            Report("intake, plain text", lines, () => TakeIn(plain, lines));
            Report("intake, gzip", lines, () => TakeIn(gzip, lines));
            using var me = Process.GetCurrentProcess();
            Console.WriteLine($"peak resident set {me.PeakWorkingSet64 / 1e6:F0} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Generate(string plain, string gzip, int lines, int seed)
    {
        var random = new Random(seed);
        var line = new byte[21];
        using var text = new FileStream(plain, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        using var compressed = new GZipStream(File.Create(gzip), CompressionLevel.Fastest);
        for (var i = 0; i < lines; i++)
        {
            Utf8Formatter.TryFormat((ulong)random.NextInt64(long.MinValue, long.MaxValue), line, out var length);
            line[length] = (byte)'\n';
            text.Write(line, 0, length + 1);
            compressed.Write(line, 0, length + 1);
        }
    }

    static void ReadAndHash(string path)
    {
        using var file = File.OpenRead(path);
        SHA256.HashData(file);
    }

    static void TakeIn(string path, int lines)
    {
        using var file = NumberFile.Open(path, path);
        using var slicer = FileSlicer.Start(file, new IntakeLimits());
        long numbers = 0;
        while (slicer.Next(CancellationToken.None) is { } slice) numbers += slice.Chunks.Sum(chunk => chunk.Numbers);
        if (numbers != lines) throw new InvalidOperationException($"{numbers} numbers of {lines} lines.");
    }

    static void Report(string what, int lines, Action work)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        Console.WriteLine($"{what,-22} {best,7:F3} s CPU  {lines / best,12:F0} lines/s of CPU");
    }
}
