namespace BatchRunner.Factoring.Tests.Looks;

/// <summary>Counts the products worked between two looks at the run and keeps the most.</summary>
sealed class WorkGauge(FactoringRun run)
{
    long _tick;
    int _since;

    public int Most { get; private set; }

    public long Total { get; private set; }

    public void Product()
    {
        Total++;
        if (run.Ticks != _tick) (_tick, _since) = (run.Ticks, 0);
        Most = Math.Max(Most, ++_since);
    }
}
