using System.Collections.Concurrent;

namespace BatchRunner.Runner.Dashboard;

/// <summary>One <see cref="SharedRead{T}"/> a key, for as many keys as people look at.</summary>
sealed class SharedReads<TKey, T>(TimeProvider time, Func<TKey, Task<T>> read) where TKey : notnull
{
    const int MostKept = 256;

    readonly ConcurrentDictionary<TKey, SharedRead<T>> _reads = new();

    internal Task<T> GetAsync(TKey key, CancellationToken token)
    {
        if (_reads.Count >= MostKept) _reads.Clear();
        return _reads.GetOrAdd(key, static (k, r) => new(r.time, () => r.read(k)), (time, read)).GetAsync(token);
    }
}
