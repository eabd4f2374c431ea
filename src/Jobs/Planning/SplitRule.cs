using BatchRunner.Jobs.Working;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Planning;

/// <summary>
/// When a running chunk is cut in two for an idle worker, and where. By effort and not by lines: the hard ones may all
/// stand at the end. The cursor in the ledger is as old as the last commit, so what the worker has probably done since
/// stays with it; half of the rest goes to the idle one.
/// </summary>
public static class SplitRule
{
    /// <summary>
    /// Below this much work truly left nothing is split: the worker would be through with it before it learns of its
    /// new end, and the tail would be done twice. The halves are shorter than this, so they are never split again.
    /// </summary>
    public const double LeastMicros = 750_000;

    /// <summary>A worker commits about once a second; a longer silence is one long number.</summary>
    const double MostUnseenMicros = 1_000_000;

    /// <summary>
    /// Effort that stays with the worker, counted from the cursor; null when a cut is not worthwhile.
    /// </summary>
    /// <param name="left">CPU microseconds left behind the cursor.</param>
    /// <param name="sinceCommit">Microseconds since the cursor moved.</param>
    public static double? Keep(double left, double sinceCommit)
    {
        var unseen = Math.Clamp(sinceCommit, 0, MostUnseenMicros);
        var rest = left - unseen;
        return rest < LeastMicros ? null : unseen + rest / 2;
    }

    /// <summary>Where to cut, with at least a number on either side; null when a cut is not worthwhile.</summary>
    /// <param name="victim">The running chunk; a line under suspicion stays with its worker.</param>
    /// <param name="payload">Its numbers.</param>
    /// <param name="model">What numbers cost.</param>
    /// <param name="pace">What this machine takes for it.</param>
    /// <param name="sinceCommit">Microseconds since the cursor moved.</param>
    public static SplitCut? Cut(
        SplitVictim victim, ChunkPayload payload, EffortModel model, MachinePace pace, double sinceCommit)
    {
        // The ledger's figure may stem from other settings; what the numbers themselves say decides.
        var (left, count) = Left(victim, payload, model);
        var factor = pace.Factor(left / Math.Max(1, count));
        if (Keep(left * factor, sinceCommit) is not { } keep) return null;

        var from = Math.Max(victim.NextLine, victim.SuspectLine ?? 0);
        var reader = new PayloadReader(payload, victim.NextLine);
        var (head, numbers) = (0.0, 0L);
        while (reader.Read(out var line, out _, out var length) && line < victim.EndLine)
        {
            var effort = model.Micros(length);
            if (numbers > 0 && line > from && !IsNearer(head, effort, keep / factor))
                return new(line, count - numbers, victim.EffortLeft * (left - head) / left);

            head += effort;
            numbers++;
        }
        return null;
    }

    static (double Effort, long Numbers) Left(SplitVictim victim, ChunkPayload payload, EffortModel model)
    {
        var reader = new PayloadReader(payload, victim.NextLine);
        var (effort, numbers) = (0.0, 0L);
        while (reader.Read(out var line, out _, out var length) && line < victim.EndLine)
        {
            effort += model.Micros(length);
            numbers++;
        }
        return (effort, numbers);
    }

    /// <summary>Taking one more number brings the head nearer to what it is to have.</summary>
    internal static bool IsNearer(double head, double effort, double keep) => head + effort / 2 < keep;
}
