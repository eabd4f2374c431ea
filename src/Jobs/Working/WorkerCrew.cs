namespace BatchRunner.Jobs.Working;

/// <summary>
/// The threads of a process's workers. Workers come and go while it runs: one that is sent away drops the number in
/// hand, commits what is done and lets its chunk go, as in a stop.
/// </summary>
/// <param name="work">What a worker does until its token ends or it has nothing to stay for.</param>
sealed class WorkerCrew(Action<WorkerSlot, CancellationToken> work) : IDisposable
{
    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<Member> _members = [];
    volatile WorkerSlot[] _slots = [];

    /// <summary>One for each worker there is or was: whoever has left goes on beating and is taken again.</summary>
    internal IReadOnlyList<WorkerSlot> Slots => _slots;

    /// <summary>Ends when the last worker has.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Ends when all workers are to stop.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Has this many workers from now on, at least 1; those too many leave, idle ones first.</summary>
    internal void Resize(int workers)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || _ended.Task.IsCompleted) return;

            var staying = _members.Where(m => !m.Leave.IsCancellationRequested).ToList();
            for (var count = staying.Count; count < workers; count++) Hire();
            foreach (var member in staying.OrderBy(m => m.Slot.Lease is not null).Take(staying.Count - workers))
                member.Leave.Cancel();
        }
    }

    void Hire()
    {
        var slot = _slots.FirstOrDefault(s => _members.All(m => m.Slot != s));
        if (slot is null)
        {
            slot = new(_slots.Length);
            _slots = [.. _slots, slot];
        }
        var leave = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var member = new Member(slot, leave);
        member.Thread = new(() => Run(member)) { IsBackground = true, Name = $"worker {slot.Index}" };
        _members.Add(member);
        member.Thread.Start();
    }

    void Run(Member member)
    {
        try
        {
            work(member.Slot, member.Leave.Token);
        }
        finally
        {
            lock (_gate)
            {
                _members.Remove(member);
                member.Leave.Dispose();
                if (_members.Count == 0) _ended.TrySetResult();
            }
        }
    }

    /// <summary>Ends with an error that needs a person.</summary>
    internal void Fail(Exception error) => _ended.TrySetException(error);

    /// <summary>Asks all workers to stop.</summary>
    internal Task StopAsync() => _stop.CancelAsync();

    /// <summary>Waits for the threads of those that are still about.</summary>
    internal void Join(TimeSpan patience)
    {
        List<Member> left;
        lock (_gate) left = [.. _members];
        foreach (var member in left) member.Thread?.Join(patience);
    }

    public void Dispose() => _stop.Dispose();

    sealed class Member(WorkerSlot slot, CancellationTokenSource leave)
    {
        internal WorkerSlot Slot => slot;
        internal CancellationTokenSource Leave => leave;
        internal Thread? Thread { get; set; }
    }
}
