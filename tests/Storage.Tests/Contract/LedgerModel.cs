using System.Globalization;
using System.Text;

namespace BatchRunner.Storage.Tests.Contract;

/// <summary>
/// Processes that do whatever processes may do to a ledger, in an order that a seed decides: they load, claim, commit,
/// repeat themselves, set aside, split, fail, die, wake up after their death, steer and export.
/// </summary>
sealed class LedgerModel(Ledger ledger, ManualClock clock, int seed)
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    static readonly CancellationToken None = CancellationToken.None;
    static readonly byte[] Rho = "rho"u8.ToArray();

    readonly Random _random = new(seed);
    readonly List<Loading> _loading = [];
    readonly List<ModelWork> _work = [];
    readonly List<ChunkCommit> _lost = [];
    readonly List<ChunkCommit> _answered = [];
    readonly List<long> _runners = [], _batches = [];
    int _names;

    /// <summary>What was done last, to be read when a promise breaks.</summary>
    internal List<string> Story { get; } = [];

    /// <summary>How many commits of lost attempts were refused, so that the test knows it has tried.</summary>
    internal int Refused { get; private set; }

    internal async Task StepAsync()
    {
        while (_runners.Count < 3) _runners.Add(await JoinAsync());
        clock.Advance(TimeSpan.FromSeconds(_random.Next(3)));
        Func<Task> step = _random.Next(30) switch
        {
            < 2 => CreateAsync,
            < 5 => AppendAsync,
            < 9 => ClaimAsync,
            < 16 => CommitAsync,
            16 => RepeatAsync,
            17 => CommitLostAsync,
            < 20 => SplitAsync,
            20 => FailAsync,
            < 23 => EndRunnerAsync,
            23 => PauseAsync,
            24 => CancelAsync,
            25 => RetryAsync,
            26 => QuarantineAsync,
            _ => ExportAsync,
        };
        Story.Add(step.Method.Name);
        await step();
    }

    Task<long> JoinAsync() => ledger.Runners.RegisterAsync(
        new(RunnerRole.Work, null, "here", 1, "boot", $"model-{++_names}", "1", 2, false), None);

    async Task CreateAsync()
    {
        if (_batches.Count >= 12) return;

        var loading = new Loading(_runners[_random.Next(_runners.Count)]);
        var slice = Slice(loading, 0, _random.Next(3) == 0);
        loading.Id = await ledger.Batches.CreateAsync(
            new($"key-{++_names}", "file.txt", "here", 1, _random.Next(-1, 2), loading.Loader), slice, None);
        _batches.Add(loading.Id);
        loading.After(slice);
        if (!slice.IsLast) _loading.Add(loading);
    }

    async Task AppendAsync()
    {
        if (_loading.Count == 0) return;

        var loading = _loading[_random.Next(_loading.Count)];
        var slice = Slice(loading, loading.Bytes, _random.Next(3) == 0);
        var recorded = await ledger.Batches.AppendAsync(loading.Id, loading.Loader, slice, None);
        if (recorded && _random.Next(4) == 0)
            Assert.True(await ledger.Batches.AppendAsync(loading.Id, loading.Loader, slice, None));
        if (recorded)
        {
            loading.After(slice);
            if (slice.IsLast) _loading.Remove(loading);
            return;
        }

        var heir = _runners[_random.Next(_runners.Count)];
        if (await ledger.Batches.TakeLoadingAsync(loading.Id, heir, None) is { } taken)
        {
            Assert.Equal((loading.Bytes, loading.Lines), (taken.LoadedBytes, taken.Lines));
            loading.Loader = heir;
        }
        else
        {
            _loading.Remove(loading);
        }
    }

    LoadSlice Slice(Loading loading, long fromByte, bool last)
    {
        List<NewChunk> chunks = [];
        List<RejectRow> rejects = [];
        var (line, blanks, numbers) = (loading.Lines, loading.Blanks, loading.Numbers);
        for (var made = _random.Next(last ? 0 : 1, 4); made > 0; made--)
        {
            var (first, text, held) = (line + 1, new StringBuilder(), 0);
            for (var lines = _random.Next(1, 12); lines > 0 || held == 0; lines--)
            {
                line++;
                var kind = _random.Next(6);
                if (kind == 0) rejects.Add(new(line, 1, "x", "column 1: no digit"));
                if (kind == 1) blanks++;
                if (kind > 1) text.Append(CultureInfo.InvariantCulture, $"{1000 + line}");
                if (kind > 1) held++;
                text.Append('\n');
            }
            numbers += held;
            chunks.Add(new(first, line + 1, held, held * 1000.0, Encoding.UTF8.GetBytes(text.ToString())));
        }
        return new()
        {
            FromBytes = fromByte,
            ToBytes = fromByte + 10 * (line - loading.Lines),
            PrefixSha256 = $"prefix-{line}",
            Lines = line,
            Blanks = blanks,
            Numbers = numbers,
            RejectCount = loading.Rejects + rejects.Count,
            Chunks = chunks,
            Rejects = rejects,
            Sha256 = last ? $"sha-{loading.Id}" : null,
        };
    }

    async Task ClaimAsync()
    {
        var isolated = _random.Next(3) == 0;
        var runner = _runners[_random.Next(_runners.Count)];
        if (await ledger.Chunks.ClaimAsync(runner, 1, isolated, Lease, None) is not { } lease) return;

        var payload = await ledger.Chunks.PayloadAsync(lease.PayloadId, None);
        var lines = Encoding.UTF8.GetString(payload.Numbers).Split('\n');
        var numbers = Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].Length > 0).Select(i => payload.FirstLine + i);
        _work.Add(new(lease, isolated, [.. numbers]));
    }

    async Task CommitAsync()
    {
        if (_work.Count == 0) return;

        var work = _work[_random.Next(_work.Count)];
        var left = work.Numbers.Where(l => l >= work.Line && l < work.End).ToList();
        var count = Math.Min(_random.Next(8), left.Count);
        var to = count == left.Count ? long.MaxValue : count == 0 ? work.Line : left[count - 1] + 1;
        var rows = new ResultRows();
        List<SetAside> aside = [];
        foreach (var line in left.Take(count))
        {
            if (_random.Next(8) == 0 && work.Numbers.Count > 1) aside.Add(new(line, 5000));
            else Add(rows, line, _random.Next(6) == 0 ? ResultStatus.Unfactored : ResultStatus.Factored);
        }

        var commit = new ChunkCommit(work.Lease, work.Line, to, rows)
        {
            SetAside = aside,
            Release = _random.Next(8) == 0,
            GiveWay = _random.Next(3) == 0,
            SuspectLine = work.Isolated && to != long.MaxValue ? left[count] : null,
        };
        var outcome = Assert.Single(await ledger.Commits.CommitAsync([commit], Lease, None));
        if (outcome.Accepted && to > work.Line) _answered.Add(commit);
        work.Line = Math.Min(to, outcome.EndLine);
        work.End = outcome.EndLine;
        if (!outcome.Accepted || outcome.Ended || outcome.Released)
        {
            _work.Remove(work);
            return;
        }

        if (!outcome.Paused) return;

        var release = new ChunkCommit(work.Lease, work.Line, work.Line, new()) { Release = true };
        Assert.True((await ledger.Commits.CommitAsync([release], Lease, None))[0].Accepted);
        _work.Remove(work);
    }

    // The disk reported an error although the commit had happened: the worker presents it again.
    async Task RepeatAsync()
    {
        if (_answered.Count == 0) return;

        await ledger.Commits.CommitAsync([_answered[^1], _answered[_random.Next(_answered.Count)]], Lease, None);
    }

    // A runner that was given up wakes and goes on as if nothing had happened.
    async Task CommitLostAsync()
    {
        foreach (var commit in _lost)
        {
            Assert.False((await ledger.Commits.CommitAsync([commit], Lease, None))[0].Accepted);
            Assert.Null(await ledger.Chunks.ClaimAsync(commit.Lease.RunnerId, 0, false, Lease, None));
            Refused++;
        }
        _lost.Clear();
    }

    Task<bool> SplitAsync() => ledger.Chunks.SplitAsync(_random.Next(3000), None);

    async Task FailAsync()
    {
        if (_work.Count == 0) return;

        var work = _work[_random.Next(_work.Count)];
        await ledger.Chunks.FailAsync(work.Lease, "an error of ours", 2, TimeSpan.FromSeconds(_random.Next(4)), None);
        _work.Remove(work);
    }

    async Task EndRunnerAsync()
    {
        var runner = _runners[_random.Next(_runners.Count)];
        var dead = _random.Next(4) > 0;
        await ledger.Runners.EndAsync(runner, dead ? "dead" : "stopped", "model", _random.Next(3) > 0, None);
        _runners.Remove(runner);
        foreach (var work in _work.Where(w => w.Lease.RunnerId == runner))
        {
            var rows = new ResultRows();
            if (work.Numbers.FirstOrDefault(l => l >= work.Line && l < work.End) is > 0 and var line)
                Add(rows, line, ResultStatus.Factored);
            _lost.Add(new(work.Lease, work.Line, long.MaxValue, rows));
        }
        _work.RemoveAll(w => w.Lease.RunnerId == runner);
        if (_random.Next(2) == 0) await CommitLostAsync();
    }

    async Task PauseAsync()
    {
        if (_batches.Count == 0) return;

        var batch = _batches[_random.Next(_batches.Count)];
        await ledger.Steering.PauseAsync(batch, None);
        if (_random.Next(3) > 0) foreach (var paused in _batches) await ledger.Steering.ResumeAsync(paused, None);
    }

    async Task CancelAsync()
    {
        if (_batches.Count == 0 || _random.Next(3) > 0) return;

        var batch = _batches[_random.Next(_batches.Count)];
        if (await ledger.Steering.CancelAsync(batch, null, None)) _batches.Remove(batch);
    }

    async Task RetryAsync()
    {
        foreach (var batch in _batches)
        {
            RetryChoice choice = new() { Failed = _random.Next(3) > 0, Unfactored = _random.Next(3) > 0 };
            await ledger.Steering.RetryAsync(batch, choice, None);
            await ledger.Steering.SetPriorityAsync(batch, _random.Next(-1, 2), None);
        }
    }

    async Task QuarantineAsync()
    {
        foreach (var suspect in await ledger.Quarantine.CondemnedAsync(2, None))
        {
            var rows = new ResultRows();
            Add(rows, suspect.Line, ResultStatus.Quarantined);
            Assert.True(await ledger.Quarantine.QuarantineAsync(suspect, rows, None));
            Assert.False(await ledger.Quarantine.QuarantineAsync(suspect, rows, None));
        }
    }

    async Task ExportAsync()
    {
        var exporter = _runners[_random.Next(_runners.Count)];
        if (await ledger.Batches.TakeExportAsync("here", exporter, None) is not { } batch) return;

        if (_random.Next(3) == 0) await ledger.Batches.ReleaseExportAsync(batch.Id, exporter, "full", None);
        else if (_random.Next(4) > 0) Assert.True(await ledger.Batches.CompleteAsync(batch.Id, exporter, None));
        await ledger.Batches.MovedAsync(batch.Id, None);
    }

    static void Add(ResultRows rows, long line, ResultStatus status) =>
        rows.Add(line, Encoding.UTF8.GetBytes($"{1000 + line}"), "[]"u8, status, [], Rho, 1);

    sealed class Loading(long loader)
    {
        internal long Id { get; set; }
        internal long Loader { get; set; } = loader;
        internal long Bytes { get; private set; }
        internal long Lines { get; private set; }
        internal long Blanks { get; private set; }
        internal long Numbers { get; private set; }
        internal long Rejects { get; private set; }

        internal void After(LoadSlice slice) => (Bytes, Lines, Blanks, Numbers, Rejects) =
            (slice.ToBytes, slice.Lines, slice.Blanks, slice.Numbers, slice.RejectCount);
    }
}
