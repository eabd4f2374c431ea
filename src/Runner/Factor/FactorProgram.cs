using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// The verb <c>factor</c>: no settings, no host, no database. Workers take blocks from one source in turn, factor them
/// side by side and write them in order; the main thread is the first worker, and others start when there is work left
/// for them. Ctrl-C needs no handling: the process dies of the signal, as GNU's does, and whole lines have been
/// written.
/// </summary>
sealed class FactorProgram
{
    /// <summary>Blocks that may wait for an earlier, harder one, for each worker.</summary>
    const int WaitingBlocksPerWorker = 8;

    readonly INumberSource _source;
    readonly int _jobs;
    readonly OrderedAnswers _answers;
    readonly List<Thread> _helpers = [];
    readonly object _turn = new();
    long _blocks;
    volatile int _exitCode = ExitCode.Success;

    FactorProgram(FactorRequest request)
    {
        _jobs = request.Jobs == 0 ? Environment.ProcessorCount : request.Jobs;
        _source = request.Numbers.Count > 0 ? new ArgumentSource(request.Numbers) : new InputSource();
        _answers = new(_jobs * WaitingBlocksPerWorker, request.Layout);
    }

    /// <returns>As GNU factor: 0, or 1 when a token was no number or something could not be read or written.</returns>
    public static int Run(FactorRequest request)
    {
        var program = new FactorProgram(request);
        program.Work();

        // No thread starts another once the source has ended, and the main thread only comes here then.
        foreach (var helper in program.Helpers()) helper.Join();
        return program._exitCode;
    }

    IReadOnlyList<Thread> Helpers()
    {
        lock (_turn) return [.. _helpers];
    }

    void Work()
    {
        var run = new FactoringRun(TimeProvider.System, CancellationToken.None);
        try
        {
            while (TryTake(out var block))
            {
                if (!block.Solve(run)) _exitCode = ExitCode.Incomplete;
                _answers.Add(block);
            }
        }
        catch (BrokenPipeException)
        {
            Quit(ExitCode.ReaderGone);
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            StandardStreams.Write(2, Encoding.UTF8.GetBytes($"batchrunner factor: {error.Message}\n"));
            Quit(ExitCode.Incomplete);
        }
    }

    bool TryTake(out NumberBlock block)
    {
        block = _answers.Rent();
        lock (_turn)
        {
            if (!_source.TryFill(block)) return false;
            block.Sequence = _blocks++;
            if (_helpers.Count + 1 < _jobs && _source.HasMore) StartHelper();
        }
        return true;
    }

    void StartHelper()
    {
        var helper = new Thread(Work) { IsBackground = true, Name = $"factor {_helpers.Count + 2}" };
        _helpers.Add(helper);
        helper.Start();
    }

    /// <summary>At once: other workers may be deep in a number, or waiting for input nobody wants answered.</summary>
    static void Quit(int exitCode) => Environment.Exit(exitCode);
}
