namespace BatchRunner.Storage;

/// <summary>
/// The world is in the way: busy, full, read-only, unreachable. Work pauses and goes on by itself, except for
/// <see cref="LedgerTrouble.Corrupt"/> and <see cref="LedgerTrouble.TooNew"/>, which need a person.
/// </summary>
public sealed class LedgerException(LedgerTrouble trouble, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public LedgerTrouble Trouble => trouble;

    /// <summary>
    /// True when trying again later can succeed without a person doing anything to the ledger itself.
    /// </summary>
    public bool IsPassing => trouble is not (LedgerTrouble.Corrupt or LedgerTrouble.TooNew or LedgerTrouble.Closed);
}
