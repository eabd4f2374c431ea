using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Storage;

/// <summary>
/// The one writer of a process: whatever its workers have to commit at a moment goes into one transaction, and the
/// workers go on computing meanwhile. When the ledger is busy, full or gone it waits and tries again, for as long as it
/// takes: nothing computed is thrown away for that.
/// </summary>
public sealed partial class CommitWriter : IAsyncDisposable
{
    /// <summary>More commits than this never share a transaction, so that none stays open for long.</summary>
    const int MostCommits = 64;

    readonly Channel<Waiting> _queue =
        Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostCommits) { SingleReader = true });

    readonly CancellationTokenSource _stop = new();
    readonly ChunkCommits _commits;
    readonly TimeSpan _lease;
    readonly LedgerPatience _patience;
    readonly ILogger _logger;
    readonly Task _loop;

    public CommitWriter(ChunkCommits commits, TimeSpan lease, TimeProvider time, ILogger<CommitWriter> logger)
    {
        _commits = commits;
        _lease = lease;
        _patience = new(time, LedgerPatience.Endless, LogWaiting, LogGoingOn);
        _logger = logger;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Hands a commit over; the task ends with the ledger's answer.</summary>
    /// <exception cref="OperationCanceledException">
    /// The wait was given up; the commit may or may not happen.
    /// </exception>
    /// <exception cref="LedgerException">
    /// The ledger needs a person (see <see cref="LedgerException.IsPassing"/>).
    /// </exception>
    public async Task<CommitOutcome> CommitAsync(ChunkCommit commit, CancellationToken token)
    {
        var waiting = new Waiting(commit, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _queue.Writer.WriteAsync(waiting, token);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException("The writer has been stopped.");
        }
        return await waiting.Answer.Task.WaitAsync(token);
    }

    async Task LoopAsync()
    {
        List<Waiting> group = [];
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_stop.Token))
            {
                group.Clear();
                while (group.Count < MostCommits && _queue.Reader.TryRead(out var waiting)) group.Add(waiting);
                await WriteAsync(group);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops: whoever still waits is told so.
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var waiting)) group.Add(waiting);
            foreach (var waiting in group) waiting.Answer.TrySetCanceled();
        }
    }

    async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            IReadOnlyList<ChunkCommit> commits = [.. group.Select(w => w.Commit)];
            var outcomes = await _patience.AskAsync(
                token => _commits.CommitAsync(commits, _lease, token), _stop.Token);
            for (var i = 0; i < outcomes.Length; i++) group[i].Answer.TrySetResult(outcomes[i]);
        }
#pragma warning disable CA1031 // Everybody who waits is told, and answers for it in the place that knows the chunk.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (group.Count > 1 && e is not LedgerException)
            {
                // A mistake in one commit must not cost its neighbours theirs: each is asked for alone.
                foreach (var waiting in group) await WriteAsync([waiting]);
                return;
            }

            foreach (var waiting in group) waiting.Answer.TrySetException(e);
        }
    }

    /// <summary>Stops after the transaction in hand.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    [LoggerMessage(2001, LogLevel.Warning, "Work is paused: {Reason}")]
    partial void LogWaiting(string reason);

    [LoggerMessage(2002, LogLevel.Information, "The ledger accepts commits again")]
    partial void LogGoingOn();

    sealed record Waiting(ChunkCommit Commit, TaskCompletionSource<CommitOutcome> Answer);
}
