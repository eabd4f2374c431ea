using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BatchRunner.Factoring.Wide;

/// <summary>Four lanes: AVX2.</summary>
readonly struct FourLanes(Vector256<double> value) : ILanes<FourLanes>
{
    readonly Vector256<double> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Load(ref double source, int index) => new(Vector256.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes All(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FourLanes value, ref double target, int index) =>
        value._value.StoreUnsafe(ref target, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Floor(FourLanes value) => new(Vector256.Floor(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes AddIfNegative(FourLanes value, FourLanes term) => new(Vector256.ConditionalSelect(
        Vector256.LessThan(value._value, Vector256<double>.Zero), value._value + term._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes SelectNonZero(FourLanes mask, FourLanes chosen, FourLanes other) =>
        new(Vector256.ConditionalSelect(
            Vector256.Equals(mask._value, Vector256<double>.Zero), other._value, chosen._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes MultiplyAdd(FourLanes left, FourLanes right, FourLanes term) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, term._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes MultiplySubtract(FourLanes left, FourLanes right, FourLanes term) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, -term._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator +(FourLanes left, FourLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator -(FourLanes left, FourLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator *(FourLanes left, FourLanes right) => new(left._value * right._value);
}
