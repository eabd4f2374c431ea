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
    static readonly TimeSpan SettlementEvery = TimeSpan.FromSeconds(2);

    readonly Dictionary<string, Task> _loading = [];
    readonly Queue<(string Key, Func<CancellationToken, Task> Load)> _waiting = [];
    long? _settledAt;

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
        if (_settledAt is { } at && site.Time.GetElapsedTime(at) < SettlementEvery) return;
        var ours = _loading.Keys.Concat(_waiting.Select(file => file.Key)).ToHashSet();
        var unloaded = await claimedFiles.SettleAsync(key => ours.Contains(key) || loader.IsLoading(key), token);
        foreach (var batch in unloaded.Batches)
        {
            _waiting.Enqueue((batch.ClaimKey,
                async stop => await FinishAsync(null, await loader.ResumeAsync(batch, stop), stop)));
        }
        foreach (var file in unloaded.Files) Enqueue(file);
        _settledAt = site.Time.GetTimestamp();
    }

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

    // A load that failed for the world's sake (a full disk, say) ends here with its exception: the caller waits, and
    // the next settlement finds the file again.
    async Task CollectAsync()
    {
        foreach (var (key, load) in _loading.Where(load => load.Value.IsCompleted).ToList())
        {
            _loading.Remove(key);
            await load;
        }
    }
}
