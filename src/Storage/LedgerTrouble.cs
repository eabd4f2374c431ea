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

    /// <summary>It has moved elsewhere, or is being filled: nobody may take part.</summary>
    Closed,
}
