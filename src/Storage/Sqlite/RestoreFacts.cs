namespace BatchRunner.Storage.Sqlite;

/// <summary>What a restore did.</summary>
/// <param name="Ledger">The file that holds the ledger again.</param>
/// <param name="Before">Where the ledger of before stands now; null when there was none.</param>
/// <param name="Batches">In the restored ledger.</param>
/// <param name="Results">Rows in it.</param>
/// <param name="Chunks">Running when the backup was taken, ready now.</param>
public sealed record RestoreFacts(string Ledger, string? Before, long Batches, long Results, int Chunks);
