namespace BatchRunner.Factoring.Wide;

/// <summary>Rings that tell what a residue shares with their modulus, in the type that holds the modulus: up to 128
/// bits nothing is then allocated.</summary>
interface IDivisors<T, TInteger>
    where T : struct
    where TInteger : struct
{
    /// <summary>A divisor of the modulus shared with the residue, the modulus itself for zero. Of several lanes: a
    /// proper divisor if any has one.</summary>
    TInteger CommonDivisor(in T value);
}
