namespace BatchRunner.Runner.Factor;

/// <summary>Where the tokens come from. Called by one thread at a time.</summary>
interface INumberSource
{
    /// <summary>Fills the block with the next tokens; waits for them if need be.</summary>
    /// <returns>False when there are no more.</returns>
    /// <exception cref="IOException">The input cannot be read.</exception>
    bool TryFill(NumberBlock block);

    /// <summary>True when another block can be had without waiting: a second worker would have work.</summary>
    bool HasMore { get; }
}
