namespace BatchRunner.Storage.Sqlite;

/// <summary>SQLite tells nobody of a change: the pause between two questions is all there is, so it stays short.</summary>
sealed class PolledWakeUps : WakeUps
{
    public override TimeSpan LongestPause => TimeSpan.FromMilliseconds(250);

    public override void Wait(TimeSpan pause, CancellationToken token)
    {
        token.WaitHandle.WaitOne(pause);
        token.ThrowIfCancellationRequested();
    }
}
