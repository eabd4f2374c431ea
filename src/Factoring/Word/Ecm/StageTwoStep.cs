namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>One sum or doubling of stage 2, in slots of its table of points.</summary>
readonly record struct StageTwoStep(ushort First, ushort Second, ushort Difference, ushort Target)
{
    public const ushort Doubling = ushort.MaxValue;
}
