namespace BatchRunner.Runner.Bench;

/// <summary>What <c>bench --peers</c> measured.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Runs">How often; what takes long is run once.</param>
/// <param name="Peers">Ours first; those that are missing too.</param>
/// <param name="Files">What was factored.</param>
sealed record PeerReport(
    Machine Machine, int Runs, IReadOnlyList<Peer> Peers, IReadOnlyList<PeerFileReport> Files)
{
    internal IEnumerable<Peer> Present => Peers.Where(peer => peer.Missing is null);

    /// <summary>How many times as long as ours a peer takes; null when there is nothing to compare.</summary>
    internal static double? Ratio(Peer peer, IReadOnlyList<PeerResult> results)
    {
        if (peer.Ours is null) return null;
        var theirs = results.FirstOrDefault(result => result.Peer == peer.Name);
        var ours = results.FirstOrDefault(result => result.Peer == peer.Ours);
        return theirs is null || ours is null ? null : theirs.Micros / ours.Micros;
    }
}
