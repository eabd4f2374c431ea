using System.Collections.Concurrent;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// One thread that runs what it is given, one after the other, and lives until it is disposed of: Linux sends a child
/// its parent-death signal when the thread that started it ends, and a thread of the pool may end at any time.
/// </summary>
sealed class StarterThread : IDisposable
{
    readonly BlockingCollection<Action> _work = [];
    readonly Thread _thread;

    internal StarterThread()
    {
        _thread = new(() =>
        {
            foreach (var action in _work.GetConsumingEnumerable()) action();
        })
        { IsBackground = true, Name = "child starter" };
        _thread.Start();
    }

    internal Task<T> RunAsync<T>(Func<T> function)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                answer.SetResult(function());
            }
#pragma warning disable CA1031 // Whoever asked is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
