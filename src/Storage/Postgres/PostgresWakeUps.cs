namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The server notifies the process's session when a chunk becomes ready, so an idle worker can sleep. The pause is only
/// for what nobody announces: a back-off that ends, or a session that is just being built up again.
/// </summary>
sealed class PostgresWakeUps : WakeUps, IDisposable
{
    readonly AutoResetEvent _ready = new(false);

    public override TimeSpan LongestPause => TimeSpan.FromSeconds(1);

    public override void Wait(TimeSpan pause, CancellationToken token)
    {
        WaitHandle.WaitAny([_ready, token.WaitHandle], pause);
        token.ThrowIfCancellationRequested();
    }

    internal void Wake() => _ready.Set();

    public void Dispose() => _ready.Dispose();
}
