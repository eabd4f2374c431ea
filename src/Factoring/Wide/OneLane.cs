using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <summary>One lane: any processor.</summary>
readonly struct OneLane(double value) : ILanes<OneLane>
{
    readonly double _value = value;

    public static int Count => 1;

    public static OneLane Load(ref double source, int index) => new(Unsafe.Add(ref source, index));

    public static OneLane All(double value) => new(value);

    public static void Store(OneLane value, ref double target, int index) =>
        Unsafe.Add(ref target, index) = value._value;

    public static OneLane Floor(OneLane value) => new(Math.Floor(value._value));

    public static OneLane AddIfNegative(OneLane value, OneLane term) =>
        value._value < 0 ? new(value._value + term._value) : value;

    public static OneLane SelectNonZero(OneLane mask, OneLane chosen, OneLane other) =>
        mask._value != 0 ? chosen : other;

    public static OneLane MultiplyAdd(OneLane left, OneLane right, OneLane term) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, term._value));

    public static OneLane MultiplySubtract(OneLane left, OneLane right, OneLane term) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, -term._value));

    public static OneLane operator +(OneLane left, OneLane right) => new(left._value + right._value);

    public static OneLane operator -(OneLane left, OneLane right) => new(left._value - right._value);

    public static OneLane operator *(OneLane left, OneLane right) => new(left._value * right._value);
}
