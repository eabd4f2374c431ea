namespace BatchRunner.Runner.Factor;

/// <summary>
/// Writes the blocks in the order of the input, whichever worker is done first. A block that is ahead waits here while
/// its worker goes on, until the window is full: memory stays constant behind one hard number.
/// </summary>
sealed class OrderedAnswers(int window, AnswerLayout layout)
{
    readonly NumberBlock?[] _waiting = new NumberBlock?[window];
    readonly Stack<NumberBlock> _free = [];
    readonly object _gate = new();
    long _next;

    /// <summary>An empty block, one that has been written before if there is any.</summary>
    public NumberBlock Rent()
    {
        lock (_gate) return _free.TryPop(out var block) ? block : new(layout);
    }

    /// <exception cref="Terminal.BrokenPipeException">Nobody reads the answers any more.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public void Add(NumberBlock block)
    {
        lock (_gate)
        {
            while (block.Sequence >= _next + window) Monitor.Wait(_gate);
            _waiting[block.Sequence % window] = block;

            while (_waiting[_next % window] is { } due)
            {
                due.Answers.Write();
                _waiting[_next % window] = null;
                _free.Push(due);
                _next++;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
