using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary><c>serve</c> as it is built, with two runner processes of one worker each, and what it costs.</summary>
sealed class ServingProgram : IAsyncDisposable
{
    const string Announcement = "batchrunner: Dashboard: ";

    readonly Process _process;
    readonly string _folder;

    ServingProgram(Process process, string folder, Uri url)
    {
        _process = process;
        _folder = folder;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<ServingProgram> StartAsync(string folder)
    {
        var process = Process.Start(new ProcessStartInfo(BuiltProgram.Path,
            ["serve", "--processes", "2", "--workers", "1", "--set", "Dashboard:Url=http://127.0.0.1:0"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        })!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Announcement, StringComparison.Ordinal)) continue;

            // Nobody reads on: a full pipe must not stop the program.
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return new(process, folder, new(line[Announcement.Length..]));
        }
        throw new InvalidOperationException("serve ended before it listened.");
    }

    public void Submit(string file)
    {
        using var submit = Process.Start(new ProcessStartInfo(BuiltProgram.Path, ["submit", file, "--again"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        })!;
        submit.WaitForExit();
    }

    /// <summary>The share of all cores that the serving process, not its runners, uses from now on.</summary>
    public async Task<double> CpuShareAsync(TimeSpan time)
    {
        _process.Refresh();
        var before = _process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(time);
        _process.Refresh();
        return (_process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(started) / Environment.ProcessorCount;
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("/bin/sh", ["-c", $"kill -INT {_process.Id}"])) await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
