namespace BatchRunner.Benchmarks;

/// <summary>CPU microseconds a row costs on PostgreSQL, the server's included.</summary>
/// <param name="Size">Rows a commit.</param>
/// <param name="Copy">By the ledger's commits.</param>
/// <param name="Arrays">By INSERT of arrays.</param>
sealed record InsertRow(int Size, double Copy, double Arrays)
{
    public double Ratio => Copy / Arrays;
}
