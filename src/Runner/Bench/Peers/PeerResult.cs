namespace BatchRunner.Runner.Bench;

/// <summary>A peer on a file.</summary>
/// <param name="Peer">By its name.</param>
/// <param name="Numbers">How many it was given: the first of the file, if all would have taken too long.</param>
/// <param name="Runs">Seconds on the wall of each run.</param>
/// <param name="Unfinished">It was ended at the time limit, so that it takes longer than the figure says.</param>
sealed record PeerResult(string Peer, int Numbers, IReadOnlyList<double> Runs, bool Unfinished)
{
    internal double Seconds => Median.Of(Runs);

    /// <summary>Microseconds on the wall a number, with start, reading and printing.</summary>
    internal double Micros => Seconds / Numbers * 1e6;
}
