namespace BatchRunner.Factoring;

/// <summary>
/// What one worker carries through the numbers it factors: the wish to stop, the budget of a number, and a tick that
/// proves to others that the worker still moves. One thread factors with it; any thread may read <see cref="Ticks"/>.
/// </summary>
/// <param name="clock">
/// Measures the budget. Pass a clock of the thread's CPU time and the budget is in CPU seconds, whatever else the
/// machine does.
/// </param>
/// <param name="token">Every algorithm notices a cancellation within 50 ms and throws <see cref="OperationCanceledException"/>.</param>
public sealed class FactoringRun(TimeProvider clock, CancellationToken token)
{
    long _started = clock.GetTimestamp();
    long _ticks;

    /// <summary>What one number may take; <see cref="Timeout.InfiniteTimeSpan"/> means no limit.</summary>
    public TimeSpan Budget { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Grows at least every 50 ms while work goes on.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Starts the budget of the next number.</summary>
    public void StartNumber()
    {
        _started = clock.GetTimestamp();
        Volatile.Write(ref _ticks, _ticks + 1);
    }

    /// <summary>Called from inside every loop at least every 50 ms.</summary>
    /// <returns>False when the number's budget is spent: stop and return what was found.</returns>
    /// <exception cref="OperationCanceledException">The worker is to stop.</exception>
    public bool Continue()
    {
        token.ThrowIfCancellationRequested();
        Volatile.Write(ref _ticks, _ticks + 1);

        return Budget == Timeout.InfiniteTimeSpan || clock.GetElapsedTime(_started) < Budget;
    }

    /// <summary>
    /// Lets a short step end although the budget may be spent, until what is returned is disposed of. A cancellation is
    /// noticed all the same.
    /// </summary>
    /// <param name="allowed">False leaves the budget as it is.</param>
    internal Overdraft Overdraw(bool allowed)
    {
        var overdraft = new Overdraft(this, Budget);
        if (allowed) Budget = Timeout.InfiniteTimeSpan;
        return overdraft;
    }

    internal readonly ref struct Overdraft(FactoringRun run, TimeSpan budget)
    {
        public void Dispose() => run.Budget = budget;
    }
}
