using System.Diagnostics;
using System.Text;

namespace BatchRunner.Runner.Tests;

/// <summary>
/// The built program as a process of its own: in an empty working folder, without our settings in its environment,
/// killed with all its children when a test takes too long or ends.
/// </summary>
public sealed class RunnerProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    static readonly string Program = Path.Combine(AppContext.BaseDirectory,
        OperatingSystem.IsWindows() ? ProgramUnderTest.Name + ".exe" : ProgramUnderTest.Name);

    readonly Process _process;
    readonly CancellationTokenSource _timeOut = new();

    RunnerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Messages => _process.StandardError;

    /// <summary>Cancelled when the process has had its time.</summary>
    public CancellationToken TimeOut => _timeOut.Token;

    public static RunnerProcess Start(string workingFolder, IReadOnlyDictionary<string, string>? environment,
        params string[] arguments) => Start(Program, workingFolder, environment, arguments);

    /// <param name="launcher">A program and its arguments that becomes ours: an empty one for none.</param>
    public static RunnerProcess StartUnder(string[] launcher, string workingFolder,
        IReadOnlyDictionary<string, string>? environment, params string[] arguments) => launcher is [var program, .. var rest]
            ? Start(program, workingFolder, environment, [.. rest, Program, .. arguments])
            : Start(workingFolder, environment, arguments);

    /// <summary>A shell line in which <c>$RUNNER</c> is the program: for pipes, redirections and signals.</summary>
    public static RunnerProcess StartShell(string workingFolder, string line) =>
        Start("/bin/sh", workingFolder, new Dictionary<string, string> { ["RUNNER"] = Program }, ["-c", line]);

    static RunnerProcess Start(string program, string workingFolder, IReadOnlyDictionary<string, string>? environment,
        string[] arguments)
    {
        // A shell that runs the tests in the background ignores Ctrl+C, and all its children would.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        var ours = start.Environment.Keys.Where(name => name.StartsWith("BATCHRUNNER", StringComparison.Ordinal));
        foreach (var name in ours.ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var runner = new RunnerProcess(Process.Start(start)!);
        runner._timeOut.CancelAfter(Patience);
        return runner;
    }

    /// <summary>Starts the program in a folder of its own, feeds it and waits for its end.</summary>
    public static async Task<RunnerResult> RunAsync(string[] arguments, byte[] input)
    {
        using var folder = new TempFolder();
        await using var runner = Start(folder.Path, null, arguments);
        return await runner.EndAsync(input);
    }

    public static Task<RunnerResult> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    /// <summary>Feeds the process, closes its input and collects what it writes until it ends.</summary>
    public async Task<RunnerResult> EndAsync(byte[] input)
    {
        var output = Output.ReadToEndAsync(TimeOut);
        var messages = Messages.ReadToEndAsync(TimeOut);
        await FeedAsync(input);
        await _process.WaitForExitAsync(TimeOut);
        return new(_process.ExitCode, await output, await messages);
    }

    /// <summary>From now on the process may take this long, instead of <see cref="Patience"/> from its start.</summary>
    public void Grant(TimeSpan time) => _timeOut.CancelAfter(time);

    /// <summary>Waits for the end of a process whose output the test reads by itself.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TimeOut);
        return _process.ExitCode;
    }

    /// <param name="name">Such as INT or KILL.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {Id}"]);
        await kill.WaitForExitAsync(TimeOut);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
        _timeOut.Dispose();
    }

    async Task FeedAsync(byte[] input)
    {
        try
        {
            await Input.WriteAsync(input, TimeOut);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process ended without reading everything, which its exit code and messages explain to the test.
        }
    }
}
