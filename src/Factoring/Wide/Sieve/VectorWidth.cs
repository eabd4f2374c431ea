namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>How many bits the vector loops take at once.</summary>
enum VectorWidth
{
    Scalar,
    Bits256,
    Bits512,
}
