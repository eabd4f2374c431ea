namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Several doubles side by side: an algorithm over lanes is written once and compiled for each width. Values are
/// integers, so every sum and product that stays below 2^53 is exact.
/// </summary>
interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(ref double source, int index);

    static abstract TSelf All(double value);

    static abstract void Store(TSelf value, ref double target, int index);

    static abstract TSelf Floor(TSelf value);

    /// <summary>Lane by lane: <paramref name="value"/>, plus <paramref name="term"/> where value is negative.</summary>
    static abstract TSelf AddIfNegative(TSelf value, TSelf term);

    /// <summary>Lane by lane: <paramref name="chosen"/> where mask is not zero, else
    /// <paramref name="other"/>.</summary>
    static abstract TSelf SelectNonZero(TSelf mask, TSelf chosen, TSelf other);

    /// <summary>left * right + term, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf term);

    /// <summary>left * right - term, rounded once.</summary>
    static abstract TSelf MultiplySubtract(TSelf left, TSelf right, TSelf term);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);
}
