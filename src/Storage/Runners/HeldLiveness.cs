namespace BatchRunner.Storage;

/// <summary>The liveness this process holds.</summary>
public abstract class HeldLiveness : IDisposable
{
    /// <summary>Unique; stands in <c>runners.liveness</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Shows that these workers move: one number a worker that changes whenever it does.</summary>
    public abstract void Beat(ReadOnlySpan<long> workers);

    public abstract void Dispose();
}
