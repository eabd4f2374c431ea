namespace BatchRunner.Benchmarks;

/// <summary>Seconds on the wall of <c>factor</c> with one and with two workers on the same file.</summary>
sealed record JobsRow(int Numbers, double One, double Two)
{
    public double Times => One / Two;
}
