namespace BatchRunner.Storage.Tests.Contract;

static class SplitInHalf
{
    /// <summary>
    /// Splits the running chunk with the most effort left at its middle line, as if its lines were equally hard. Where
    /// a line stands on its own matters to whoever works, not to the ledger.
    /// </summary>
    internal static async Task<bool> SplitInHalfAsync(
        this ChunkStore chunks, double leastMicros, CancellationToken token)
    {
        if (await chunks.FindVictimAsync(leastMicros, token) is not { } victim) return false;

        var from = Math.Max(victim.NextLine, victim.SuspectLine ?? 0);
        if (victim.EndLine - from < 2) return false;

        var line = from + (victim.EndLine - from + 1) / 2;
        var share = (double)(victim.EndLine - line) / (victim.EndLine - victim.NextLine);
        var row = (await chunks.OfBatchAsync(victim.BatchId, victim.ChunkId - 1, 1, token)).Single();
        return await chunks.SplitAsync(
            victim, new(line, (long)(row.Numbers * share), victim.EffortLeft * share), token);
    }
}
