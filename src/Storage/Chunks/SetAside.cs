namespace BatchRunner.Storage;

/// <summary>A number that exceeded what its neighbours should wait for.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Effort">Predicted CPU microseconds of finishing it.</param>
public readonly record struct SetAside(long Line, double Effort)
{
    /// <summary>CPU microseconds its chunk was planned with for it.</summary>
    public double Predicted { get; init; }
}
