namespace BatchRunner.Storage;

/// <summary>What is known of a number file before its first byte is read.</summary>
/// <param name="ClaimKey">Unique among all batches.</param>
/// <param name="Name">File name as dropped.</param>
/// <param name="Host">The machine that holds the file.</param>
/// <param name="Bytes">Length of the raw file.</param>
/// <param name="Priority">-1 low, 0 normal, 1 high.</param>
/// <param name="LoaderId">The runner that reads it.</param>
public sealed record NewBatch(string ClaimKey, string Name, string Host, long Bytes, int Priority, long LoaderId);
