namespace BatchRunner.Storage.Sqlite;

/// <summary>A copy of a ledger that was checked.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Batches">In it.</param>
/// <param name="Results">Rows in it.</param>
public sealed record BackupFacts(string File, long Bytes, long Batches, long Results);
