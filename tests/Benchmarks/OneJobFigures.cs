namespace BatchRunner.Benchmarks;

/// <summary>Durable numbers a second, start and end of the program left out.</summary>
/// <param name="Chunked">In chunks as the planner cuts them.</param>
/// <param name="OneByOne">With every number a chunk of its own.</param>
sealed record OneJobFigures(double Chunked, double OneByOne)
{
    public double Times => Chunked / OneByOne;
}
