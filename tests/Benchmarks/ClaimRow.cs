namespace BatchRunner.Benchmarks;

/// <summary>Chunks and jobs of nothing, claimed and ended by so many connections.</summary>
/// <param name="Chunks">A second, in the ledger.</param>
/// <param name="ChunkMillis">Until a claim is answered, on average.</param>
/// <param name="Jobs">A second, in the queue of one row a job.</param>
/// <param name="JobMillis">Until one is answered there.</param>
sealed record ClaimRow(int Connections, double Chunks, double ChunkMillis, double Jobs, double JobMillis);
