using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>A ring of curves whose products are counted.</summary>
readonly struct GaugedCurves<TRing, T>(TRing ring, WorkGauge gauge) : ICurveRing<T>
    where TRing : struct, ICurveRing<T>
    where T : struct
{
    public int Lanes => ring.Lanes;

    public int ProductsPerLook => ring.ProductsPerLook;

    public T Zero() => ring.Zero();

    public void Multiply(ref T result, in T left, in T right)
    {
        gauge.Product();
        ring.Multiply(ref result, left, right);
    }

    public void Add(ref T result, in T left, in T right) => ring.Add(ref result, left, right);

    public void Subtract(ref T result, in T left, in T right) => ring.Subtract(ref result, left, right);

    public void Assign(ref T result, in T value) => ring.Assign(ref result, value);

    public void Load(ref T result, ReadOnlySpan<uint> values) => ring.Load(ref result, values);
}
