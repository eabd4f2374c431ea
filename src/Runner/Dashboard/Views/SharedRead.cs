namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// What many open tabs ask for at about the same time is read once: however many look, the ledger is asked twice a
/// second at most.
/// </summary>
sealed class SharedRead<T>(TimeProvider time, Func<Task<T>> read)
{
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    readonly Lock _gate = new();
    Task<T>? _task;
    long _begun;

    internal Task<T> GetAsync(CancellationToken token)
    {
        lock (_gate)
        {
            // A reading still under way is as fresh as any other could be; a failed one is not kept.
            if (_task is null or { IsFaulted: true } || _task.IsCompleted && time.GetElapsedTime(_begun) >= Fresh)
            {
                _begun = time.GetTimestamp();
                _task = read();
            }
            return _task.WaitAsync(token);
        }
    }

    /// <summary>The next one who asks gets a reading that begins after this.</summary>
    internal void Forget()
    {
        lock (_gate) _task = null;
    }
}
