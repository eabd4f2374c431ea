namespace BatchRunner.Jobs.Intake;

/// <summary>What became of a file that was to be loaded.</summary>
public abstract record LoadOutcome
{
    LoadOutcome()
    {
    }

    /// <summary>Every line of it is in the ledger.</summary>
    public sealed record Loaded(long BatchId) : LoadOutcome;

    /// <summary>The same bytes are another batch already.</summary>
    public sealed record Duplicate(long BatchId) : LoadOutcome;

    /// <summary>It cannot be read. Slices taken in before that was seen belong to a batch, cancelled by now.</summary>
    public sealed record Unreadable(long? BatchId, string Reason) : LoadOutcome;

    /// <summary>The batch was cancelled meanwhile, or another process loads it now.</summary>
    public sealed record TakenAway : LoadOutcome;
}
