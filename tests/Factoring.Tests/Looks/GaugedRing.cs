using System.Numerics;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>A ring whose products are counted.</summary>
readonly struct GaugedRing<TRing, T>(TRing ring, WorkGauge gauge) : IResidueRing<T>, IDivisors<T, BigInteger>
    where TRing : struct, IResidueRing<T>, IDivisors<T, BigInteger>
    where T : struct
{
    public int LimbCount => ring.LimbCount;

    public void CopyModulus(Span<ulong> limbs) => ring.CopyModulus(limbs);

    public T Zero() => ring.Zero();

    public void Multiply(ref T result, in T left, in T right)
    {
        gauge.Product();
        ring.Multiply(ref result, left, right);
    }

    public void Add(ref T result, in T left, in T right) => ring.Add(ref result, left, right);

    public void Subtract(ref T result, in T left, in T right) => ring.Subtract(ref result, left, right);

    public void Assign(ref T result, in T value) => ring.Assign(ref result, value);

    public void Load(ref T result, ulong value) => ring.Load(ref result, value);

    public bool AreEqual(in T left, in T right) => ring.AreEqual(left, right);

    public BigInteger CommonDivisor(in T value) => ring.CommonDivisor(value);
}
