namespace BatchRunner.Runner.Factor;

/// <summary>What <c>factor</c> was asked for.</summary>
/// <param name="Numbers">From the command line; none means that they come from the input.</param>
/// <param name="Layout">How an answer is written.</param>
/// <param name="Jobs">Worker threads; 0 means one for each core.</param>
public sealed record FactorRequest(IReadOnlyList<string> Numbers, AnswerLayout Layout, int Jobs)
{
    public const int MostJobs = 1024;
}
