namespace BatchRunner.Storage;

/// <summary>A batch that is the same in two ledgers.</summary>
/// <param name="Id">The batch, in both.</param>
/// <param name="Name">Of its file.</param>
/// <param name="Results">Result rows in each.</param>
/// <param name="Rejects">Reject rows in each.</param>
/// <param name="Hash">SHA-256 over everything the batch holds, lower-case hex.</param>
public sealed record BatchTransfer(long Id, string Name, long Results, long Rejects, string Hash);
