namespace BatchRunner.Factoring.Wide;

/// <summary>
/// A ring in which several elliptic curves are worked side by side: every element holds one residue per lane. Sums and
/// differences may stay unreduced: the operands of a product are at most two sums of two products each, or a sum of
/// three and a product.
/// </summary>
interface ICurveRing<T> where T : struct
{
    /// <summary>Curves side by side.</summary>
    int Lanes { get; }

    /// <summary>How many products may pass between two looks at the run.</summary>
    int ProductsPerLook { get; }

    T Zero();

    /// <summary>Every result may be the same variable as an operand.</summary>
    void Multiply(ref T result, in T left, in T right);

    void Add(ref T result, in T left, in T right);

    void Subtract(ref T result, in T left, in T right);

    void Assign(ref T result, in T value);

    /// <summary>Sets a different small value in every lane.</summary>
    void Load(ref T result, ReadOnlySpan<uint> values);
}
