namespace BatchRunner.Storage;

/// <summary>Why the ledger cannot be used at the moment.</summary>
public enum LedgerTrouble
{
    /// <summary>Another process holds the write lock for too long.</summary>
    Busy,

    /// <summary>No space is left where the ledger lives.</summary>
    DiskFull,

    /// <summary>The ledger may be read but not written.</summary>
    ReadOnly,

    /// <summary>The ledger cannot be opened or the disk returned an error.</summary>
    Unreachable,

    /// <summary>The file is damaged. Nothing is written to it any more.</summary>
    Corrupt,

    /// <summary>A newer program has written it.</summary>
    TooNew,
}

/// <summary>
/// The world is in the way: busy, full, read-only, unreachable. Work pauses and goes on by itself, except for
/// <see cref="LedgerTrouble.Corrupt"/> and <see cref="LedgerTrouble.TooNew"/>, which need a person.
/// </summary>
public sealed class LedgerException(LedgerTrouble trouble, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public LedgerTrouble Trouble => trouble;

    /// <summary>True when trying again later can succeed without a person doing anything to the ledger itself.</summary>
    public bool IsPassing => trouble is not (LedgerTrouble.Corrupt or LedgerTrouble.TooNew);
}
