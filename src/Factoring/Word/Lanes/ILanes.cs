namespace BatchRunner.Factoring.Word.Lanes;

/// <summary>
/// Several residues side by side, each modulo its own odd number below 2^64, in Montgomery form (see
/// <see cref="Montgomery"/>). The algorithms are written once over this and compiled for each width.
/// </summary>
/// <typeparam name="TVector">Holds <see cref="Width"/> words.</typeparam>
interface ILanes<TVector> where TVector : unmanaged
{
    static abstract int Width { get; }

    static abstract TVector Broadcast(ulong value);

    /// <summary>a b / 2^64 modulo n, below n for a and b below n.</summary>
    static abstract TVector Multiply(TVector a, TVector b, TVector n, TVector inverse);

    static abstract TVector Add(TVector a, TVector b, TVector n);

    static abstract TVector Subtract(TVector a, TVector b, TVector n);

    /// <summary>
    /// The same three for code without loops, where the compiler makes a conditional move of a choice; in a loop it
    /// makes a branch, mispredicted every other time. Only single words care.
    /// </summary>
    static abstract TVector MultiplyStraight(TVector a, TVector b, TVector n, TVector inverse);

    static abstract TVector AddStraight(TVector a, TVector b, TVector n);

    static abstract TVector SubtractStraight(TVector a, TVector b, TVector n);

    /// <summary>yes where the top bit of the selector is set, else no.</summary>
    static abstract TVector SelectByTopBit(TVector selector, TVector yes, TVector no);

    static abstract TVector ShiftLeftOne(TVector a);

    /// <summary>Bit i is set where lane i of a and of b are equal.</summary>
    static abstract uint Equal(TVector a, TVector b);

    /// <summary>
    /// a b / 2^32 modulo n for n, a and b below 2^32; the inverse is that modulo 2^32, and the upper half of each
    /// argument but n may hold anything.
    /// </summary>
    static abstract TVector MultiplyHalf(TVector a, TVector b, TVector n, TVector inverse);

    /// <summary>
    /// Bit i is set where the i-th of the next <see cref="Width"/> primes divides n (see <see cref="PrimeTables"/>).
    /// </summary>
    static abstract unsafe uint Divisors(ulong n, ulong* inverses, ulong* quotientLimits);

    /// <summary>How many primes <see cref="HalfDivisors"/> tries: at most 16.</summary>
    static abstract int HalfDivisorsWidth { get; }

    static abstract unsafe uint HalfDivisors(uint n, uint* inverses, uint* quotientLimits);

    /// <summary>gcd(a, n) lane by lane for odd n; gcd(0, n) = n. The result may overwrite an argument.</summary>
    static abstract unsafe void Gcd(TVector* a, TVector* n, TVector* result, int vectors);
}
