namespace BatchRunner.Factoring.Wide;

/// <summary>How many bits the vector loops take at once.</summary>
enum VectorWidth
{
    Scalar,
    Bits256,
    Bits512,
}
