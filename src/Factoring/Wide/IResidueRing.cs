namespace BatchRunner.Factoring.Wide;

/// <summary>
/// The integers modulo one odd number in Montgomery form. Algorithms are written once over this interface; the
/// run-time compiles them anew for every ring that is a struct, so the abstraction costs nothing.
/// </summary>
/// <typeparam name="T">One residue, always fully reduced, so that equality is equality of representations.</typeparam>
interface IResidueRing<T> where T : struct
{
    /// <summary>The modulus as 64-bit limbs, least significant first.</summary>
    void CopyModulus(Span<ulong> limbs);

    /// <summary>Number of limbs of the modulus.</summary>
    int LimbCount { get; }

    T Zero();

    /// <summary>Every result may be the same variable as an operand.</summary>
    void Multiply(ref T result, in T left, in T right);

    void Add(ref T result, in T left, in T right);

    void Subtract(ref T result, in T left, in T right);

    void Assign(ref T result, in T value);

    void Load(ref T result, ulong value);

    bool AreEqual(in T left, in T right);
}
