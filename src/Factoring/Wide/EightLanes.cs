using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BatchRunner.Factoring.Wide;

/// <summary>Eight lanes: AVX-512.</summary>
readonly struct EightLanes(Vector512<double> value) : ILanes<EightLanes>
{
    readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(ref double source, int index) => new(Vector512.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes All(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EightLanes value, ref double target, int index) =>
        value._value.StoreUnsafe(ref target, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Floor(EightLanes value) => new(Vector512.Floor(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes AddIfNegative(EightLanes value, EightLanes term) => new(Vector512.ConditionalSelect(
        Vector512.LessThan(value._value, Vector512<double>.Zero), value._value + term._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes SelectNonZero(EightLanes mask, EightLanes chosen, EightLanes other) =>
        new(Vector512.ConditionalSelect(
            Vector512.Equals(mask._value, Vector512<double>.Zero), other._value, chosen._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes MultiplyAdd(EightLanes left, EightLanes right, EightLanes term) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, term._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes MultiplySubtract(EightLanes left, EightLanes right, EightLanes term) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, -term._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes left, EightLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes left, EightLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes left, EightLanes right) => new(left._value * right._value);
}
