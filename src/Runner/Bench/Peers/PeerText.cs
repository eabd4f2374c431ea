using System.Globalization;

namespace BatchRunner.Runner.Bench;

/// <summary>The contest's figures in words, the same on the terminal and in Markdown.</summary>
static class PeerText
{
    internal static string How(PeerReport report) =>
        $"Microseconds on the wall a number, whole processes from file to file, median of {report.Runs}, all in turn. "
        + $"In brackets how many times as long as ours: those of one core against `{PeerList.OneCore}`, those of all cores against "
        + $"`{PeerList.Durable}`, which keeps every answer in its ledger. All answers agree to the byte.";

    internal static string Micros(PeerResult result)
    {
        var figure = result.Micros.ToString(
            result.Micros switch { < 10 => "0.00", < 100 => "0.0", _ => "N0" }, CultureInfo.InvariantCulture);
        return result.Unfinished ? $"over {figure}" : figure;
    }

    /// <summary>The figure with its ratio.</summary>
    internal static string Cell(Peer peer, IReadOnlyList<PeerResult> results)
    {
        if (results.FirstOrDefault(result => result.Peer == peer.Name) is not { } result) return "";
        return PeerReport.Ratio(peer, results) is null ? Micros(result) : $"{Micros(result)} ({Ratio(peer, results)})";
    }

    internal static string Ratio(Peer peer, IReadOnlyList<PeerResult> results)
    {
        if (PeerReport.Ratio(peer, results) is not { } ratio) return "";
        var over = results.First(result => result.Peer == peer.Name).Unfinished ? "over " : "";
        return over + ratio.ToString(ratio switch { < 1 => "0.00", < 10 => "0.0", _ => "N0" }, CultureInfo.InvariantCulture) + "x";
    }

    /// <summary>Who is missing, and who got fewer numbers or was ended.</summary>
    internal static IEnumerable<string> Notes(PeerReport report)
    {
        foreach (var peer in report.Peers.Where(peer => peer.Missing is not null))
            yield return $"{peer.Name}: left out, {peer.Missing}.";
        foreach (var (name, numbers, results) in report.Files)
        {
            foreach (var result in results.Where(result => result.Unfinished || result.Numbers < numbers))
            {
                yield return $"{result.Peer} on {name}: "
                    + (result.Unfinished
                        ? string.Create(CultureInfo.InvariantCulture,
                            $"ended after {result.Seconds:0} s with {result.Numbers:N0} of {numbers:N0} numbers unfinished.")
                        : string.Create(CultureInfo.InvariantCulture,
                            $"given the first {result.Numbers:N0} of {numbers:N0} numbers, for all would take too long."));
            }
        }
    }
}
