using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Bench;

/// <summary>
/// Runs every peer on every file, in turn and again in turn, on the wall clock: file in, answers in a file. What they
/// answer must be the same to the byte.
/// </summary>
sealed class PeerContest(string folder, IReadOnlyList<Peer> peers, PeerLimits limits, IProgress<string> progress)
{
    readonly Dictionary<PeerFile, string[]> _expected = [];

    internal static async Task<PeerReport> RunAsync(
        IReadOnlyList<PeerFile> files, PeerLimits limits, int runs, IProgress<string> progress, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("batchrunner-peers-").FullName;
        try
        {
            PeerScripts.Unpack(folder);
            var peers = await PeerList.FindAsync(folder, token);
            var contest = new PeerContest(folder, peers, limits, progress);
            var results = new Dictionary<(PeerFile, Peer), PeerResult>();
            for (var run = 1; run <= runs; run++)
            {
                foreach (var file in files) await contest.RunAsync(file, results, $"run {run} of {runs}", token);
            }
            return new(Machine.This, runs, peers,
            [
                .. files.Select(file => new PeerFileReport(file.Name, file.Numbers.Length,
                    [.. peers.Where(peer => results.ContainsKey((file, peer))).Select(peer => results[(file, peer)])])),
            ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task RunAsync(
        PeerFile file, Dictionary<(PeerFile, Peer), PeerResult> results, string where, CancellationToken token)
    {
        foreach (var peer in peers.Where(peer => peer.Missing is null))
        {
            progress.Report($"{where}: {file.Name}, {peer.Name}");
            if (!results.TryGetValue((file, peer), out var known))
            {
                var count = peer.Ours is null ? file.Numbers.Length : await AffordableAsync(peer, file, token);
                known = new(peer.Name, count, [], false);
            }
            else if (known.Unfinished || known.Seconds > limits.Long.TotalSeconds)
            {
                continue;
            }
            var limit = peer.Ours is null ? Timeout.InfiniteTimeSpan
                : known.Numbers > limits.FewNumbers ? limits.Most : limits.Sample;
            var trial = await TryAsync(peer, file, known.Numbers, limit, token);
            results[(file, peer)] = known with
            {
                Runs = [.. known.Runs, trial.Wall.TotalSeconds],
                Unfinished = trial.Answers is null,
            };
            if (trial.Answers is null) continue;
            // Ours come first, and on every number.
            if (!_expected.TryGetValue(file, out var expected)) _expected[file] = expected = trial.Answers;
            RequireSame(expected[..known.Numbers], trial.Answers, peer, file);
        }
    }

    /// <summary>How many of the numbers a peer is given, from how long the first few take it.</summary>
    async Task<int> AffordableAsync(Peer peer, PeerFile file, CancellationToken token)
    {
        var all = file.Numbers.Length;
        var few = Math.Min(all, limits.FewNumbers);
        var sample = Math.Clamp(all / limits.SampleShare, few, all);
        for (var isLast = false; ;)
        {
            var trial = await TryAsync(peer, file, sample, limits.Sample, token);
            if (trial.Answers is null)
            {
                if (isLast || sample == few) return few;
                isLast = true;
                sample = Math.Max(few, sample / limits.SampleShare);
                continue;
            }
            // A short look tells more of the peer's start than of its numbers.
            if (trial.Wall > limits.Sample / 4 || sample == all)
                return (int)Math.Clamp(limits.Most / 2 / trial.Wall * sample, sample, all);
            sample = (int)Math.Min(all, 5L * sample);
        }
    }

    async Task<(TimeSpan Wall, string[]? Answers)> TryAsync(
        Peer peer, PeerFile file, int count, TimeSpan limit, CancellationToken token)
    {
        Trials.WriteNumbers(Path.Combine(folder, "numbers.txt"), file.Numbers.AsSpan(0, count));
        var answers = Path.Combine(folder, "answers.txt");
        File.Delete(answers);
        var ended = await TimedProcess.RunAsync(folder, limit, "/bin/sh", ["-c", peer.Line, "sh", "numbers.txt"], token);
        if (ended.ExitCode is null) return (ended.Wall, null);
        if (ended.ExitCode != 0)
            throw new VerbException(ExitCode.Incomplete, $"{peer.Name} ended with {ended.ExitCode}: {ended.Messages.Trim()}");
        return (ended.Wall, await File.ReadAllLinesAsync(answers, token));
    }

    static void RequireSame(string[] expected, string[] answers, Peer peer, PeerFile file)
    {
        if (answers.SequenceEqual(expected)) return;
        var (ours, theirs) = expected.Zip(answers).FirstOrDefault(pair => pair.First != pair.Second);
        throw new VerbException(ExitCode.VerificationFailed, answers.Length == expected.Length
            ? $"{peer.Name} and {PeerList.OneCore} differ on {file.Name}: '{theirs}' and '{ours}'."
            : $"{peer.Name} answered {answers.Length} of {expected.Length} numbers of {file.Name}.");
    }
}
