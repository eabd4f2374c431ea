namespace BatchRunner.Storage.Tests.Contract;

/// <summary>What a worker of the <see cref="LedgerModel"/> believes about the chunk it works.</summary>
sealed class ModelWork(ChunkLease lease, bool isolated, IReadOnlyList<long> numbers)
{
    internal ChunkLease Lease => lease;
    internal bool Isolated => isolated;

    /// <summary>The lines of its payload that hold numbers.</summary>
    internal IReadOnlyList<long> Numbers => numbers;

    internal long Line { get; set; } = lease.NextLine;
    internal long End { get; set; } = lease.EndLine;
}
