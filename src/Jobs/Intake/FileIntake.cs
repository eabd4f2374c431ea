using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The turns of the process that watches the inbox: it settles what is claimed, takes what is complete, and loads a
/// few files at a time, so that a large one does not make small ones wait.
/// </summary>
/// <param name="inbox">Null in a process that only finishes what others began.</param>
public sealed class FileIntake(
    IntakeSite site, Inbox? inbox, ClaimedFiles claimedFiles, BatchLoader loader, FileMoves moves)
{
    const int LoadsAtOnce = 4;
    static readonly TimeSpan BatchesEvery = TimeSpan.FromSeconds(2);

    // A claimed file without a batch is left by a death between two steps, which the first look finds, or by a load of
    // ours that failed, after which it is looked at once. This is for whatever nobody thought of.
    static readonly TimeSpan FilesEvery = TimeSpan.FromMinutes(5);

    readonly Dictionary<string, Task> _loading = [];
    readonly Queue<(string Key, Func<CancellationToken, Task> Load)> _waiting = [];
    long? _batchesSettledAt;
    long? _filesSettledAt;

    /// <summary>
    /// Takes one turn; to be called again and again by one caller. It ends as soon as there is nothing to start;
    /// files may still be loading then.
    /// </summary>
    public async Task TurnAsync(CancellationToken token)
    {
        await CollectAsync();
        await SettleAsync(token);
        while (StartLoads(token))
        {
            if (_loading.Count == LoadsAtOnce) await Task.WhenAny(_loading.Values);
            await CollectAsync();
        }
    }

    /// <summary>Waits for the files being loaded.</summary>
    public async Task DrainAsync(CancellationToken token)
    {
        await Task.WhenAll(_loading.Values).WaitAsync(token);
        await CollectAsync();
    }

    bool StartLoads(CancellationToken token)
    {
        var free = LoadsAtOnce - _loading.Count;
        if (inbox is not null && _waiting.Count < free)
            foreach (var file in inbox.Claim(free - _waiting.Count)) Enqueue(file);

        var started = 0;
        for (; started < free && _waiting.TryDequeue(out var next); started++)
            _loading.Add(next.Key, Task.Run(() => next.Load(token), token));
        return started > 0;
    }

    async Task SettleAsync(CancellationToken token)
    {
        var now = site.Time.GetTimestamp();
        if (IsDue(_batchesSettledAt, BatchesEvery, now))
        {
            foreach (var batch in await claimedFiles.SettleBatchesAsync(IsInHand(), token)) Enqueue(batch);
            _batchesSettledAt = now;
        }
        if (IsDue(_filesSettledAt, FilesEvery, now))
        {
            foreach (var file in await claimedFiles.SettleFilesAsync(IsInHand(), token)) Enqueue(file);
            _filesSettledAt = now;
        }
    }

    bool IsDue(long? last, TimeSpan every, long now) => last is not { } at || site.Time.GetElapsedTime(at, now) >= every;

    Predicate<string> IsInHand()
    {
        var ours = _loading.Keys.Concat(_waiting.Select(file => file.Key)).ToHashSet();
        return key => ours.Contains(key) || loader.IsLoading(key);
    }

    void Enqueue(BatchRow batch) =>
        _waiting.Enqueue((batch.ClaimKey,
            async stop => await FinishAsync(null, await loader.ResumeAsync(batch, stop), stop)));

    void Enqueue(ClaimedFile file) =>
        _waiting.Enqueue((file.Key,
            async stop => await FinishAsync(file, await loader.LoadAsync(file, again: false, stop), stop)));

    async Task FinishAsync(ClaimedFile? file, LoadOutcome outcome, CancellationToken token)
    {
        switch (outcome)
        {
            case LoadOutcome.Duplicate duplicate:
                moves.ToDuplicates(file!, duplicate.BatchId);
                break;
            case LoadOutcome.Unreadable { BatchId: { } id }
                when await site.Ledger.Batches.FindAsync(id, token) is { } batch:
                await moves.SettleAsync(batch, token);
                break;
            case LoadOutcome.Unreadable unreadable:
                moves.ToFailed(file!.Path, file.Name, unreadable.Reason);
                break;
        }
    }

    // A load that failed for the world's sake (a disk error, say) ends here with its exception: the caller waits, and
    // the next settlement finds the file again.
    async Task CollectAsync()
    {
        foreach (var (key, load) in _loading.Where(load => load.Value.IsCompleted).ToList())
        {
            _loading.Remove(key);
            if (!load.IsCompletedSuccessfully) _filesSettledAt = null;
            await load;
        }
    }
}
