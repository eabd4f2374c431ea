namespace BatchRunner.Factoring.Wide;

/// <summary>One curve at a time in an ordinary ring: the path of processors without wide floating-point
/// registers.</summary>
readonly struct SingleCurve<TRing, T, TInteger>(TRing ring) : ICurveRing<T>, IDivisors<T, TInteger>
    where TRing : struct, IResidueRing<T>, IDivisors<T, TInteger>
    where T : struct
    where TInteger : struct
{
    public int Lanes => 1;

    public int ProductsPerLook => LimbSpan.ProductsPerLook(ring.LimbCount);

    public T Zero() => ring.Zero();

    public void Multiply(ref T result, in T left, in T right) => ring.Multiply(ref result, left, right);

    public void Add(ref T result, in T left, in T right) => ring.Add(ref result, left, right);

    public void Subtract(ref T result, in T left, in T right) => ring.Subtract(ref result, left, right);

    public void Assign(ref T result, in T value) => ring.Assign(ref result, value);

    public void Load(ref T result, ReadOnlySpan<uint> values) => ring.Load(ref result, values[0]);

    public TInteger CommonDivisor(in T value) => ring.CommonDivisor(value);
}
