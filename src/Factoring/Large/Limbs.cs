namespace BatchRunner.Factoring.Large;

/// <summary>One residue of a <see cref="LimbRing"/>: a fixed number of 64-bit words, least significant first.</summary>
readonly struct Limbs(ulong[] words)
{
    public ulong[] Words => words;
}
