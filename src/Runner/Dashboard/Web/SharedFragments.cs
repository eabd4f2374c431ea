namespace BatchRunner.Runner.Dashboard;

/// <summary>What the scripts of many open tabs ask for at about the same time is rendered once.</summary>
sealed class SharedFragments(TimeProvider time)
{
    const int MostKept = 256;

    /// <summary>A tab asks once a second, so no tab sees the same fragment twice.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(900);

    readonly Lock _gate = new();
    readonly Dictionary<string, (long Begun, Task<byte[]> Html)> _kept = [];

    /// <param name="render">Begun by whoever asks first; it must not depend on that caller staying.</param>
    internal Task<byte[]> GetAsync(string address, Func<Task<byte[]>> render, CancellationToken token)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(address, out var kept) && time.GetElapsedTime(kept.Begun) < Fresh && !kept.Html.IsFaulted)
                return kept.Html.WaitAsync(token);

            if (_kept.Count >= MostKept) _kept.Clear();
            var html = render();
            _kept[address] = (time.GetTimestamp(), html);
            return html.WaitAsync(token);
        }
    }

    internal void Forget()
    {
        lock (_gate) _kept.Clear();
    }
}
