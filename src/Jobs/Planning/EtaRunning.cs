using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>One chunk in hand, as an estimate sees it.</summary>
/// <param name="Numbers">Numbers it had when it was made; one is a number that cannot be shared.</param>
/// <param name="EffortLeft">Predicted CPU microseconds behind its cursor.</param>
/// <param name="SinceCommit">Seconds since it was claimed or its cursor moved.</param>
public sealed record EtaRunning(long Numbers, double EffortLeft, double SinceCommit)
{
    internal static EtaRunning Of(ChunkRow chunk, TimeSpan lease, DateTimeOffset now) => new(
        chunk.EndLine - chunk.FirstLine == 1 ? 1 : Math.Max(chunk.Numbers, 2),
        chunk.Effort - chunk.EffortDone,
        Math.Max(0, (now - (chunk.LeaseUntil ?? now) + lease).TotalSeconds));
}
