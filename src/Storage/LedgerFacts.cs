namespace BatchRunner.Storage;

/// <summary>What a person who cares for a ledger wants to know about it.</summary>
/// <param name="Name">The file, or host and database.</param>
/// <param name="Edition">Of its tables.</param>
/// <param name="KnownEdition">The edition this program writes.</param>
/// <param name="Engine">The database and its version.</param>
/// <param name="JournalMode"><c>wal</c> when all is well.</param>
/// <param name="Bytes">The size of its file.</param>
/// <param name="WaitingBytes">Of the write-ahead log beside it.</param>
/// <param name="HasWalResetFault">The engine has SQLite's rare fault of 3.7.0 to 3.51.2, see docs.</param>
/// <param name="Damage">What a quick check of the structure found; null when it is sound.</param>
public sealed record LedgerFacts(
    string Name, int Edition, int KnownEdition, string Engine, string JournalMode, long Bytes, long WaitingBytes,
    bool HasWalResetFault, string? Damage);
