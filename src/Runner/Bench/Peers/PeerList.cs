using System.Globalization;
using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner.Bench;

/// <summary>Ours, and what people use today.</summary>
static class PeerList
{
    internal const string OneCore = "batchrunner factor -j 1";
    internal const string AllCores = "batchrunner factor";
    internal const string Durable = "batchrunner run";

    static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20);

    /// <param name="folder">Where the tools are asked for their versions.</param>
    internal static async Task<IReadOnlyList<Peer>> FindAsync(string folder, CancellationToken token)
    {
        var cores = Environment.ProcessorCount;
        var program = string.Join(' ', OwnProgram.FirstArguments.Prepend(OwnProgram.Path).Select(Quote));
        return
        [
            new(OneCore, 1, null, Participant.Version, $"{program} factor -j 1 < \"$1\" > answers.txt", null),
            new(AllCores, cores, null, Participant.Version, $"{program} factor < \"$1\" > answers.txt", null),
            new(Durable, cores, null, Participant.Version,
                $"rm -rf data && {program} run \"$1\" --data data --set Ledger:Provider=sqlite --set Inbox:Folder=inbox "
                + "&& cat data/done/*.factors.txt > answers.txt", null),
            await ToolAsync("GNU factor", 1, "factor", "coreutils", "factor (GNU", "factor < \"$1\" > answers.txt", OneCore),
            await ToolAsync("factor under GNU parallel", cores, "parallel", "parallel", "GNU parallel",
                "parallel --will-cite -k --pipepart -a \"$1\" --block -10 --joblog joblog.txt factor > answers.txt", Durable,
                "factor"),
            await ToolAsync("PARI/GP", 1, "gp", "pari-gp", "",
                $"NUMBERS=\"$1\" gp -q {PeerScripts.Gp} > answers.txt", OneCore),
            await ToolAsync("the post's algorithm in Python", cores, "python3", "python3", "Python 3",
                string.Create(CultureInfo.InvariantCulture, $"python3 {PeerScripts.Python} \"$1\" {cores} > answers.txt"),
                Durable),
        ];

        async Task<Peer> ToolAsync(
            string name, int usedCores, string file, string package, string greeting, string line, string ours,
            string? alsoNeeded = null)
        {
            if (alsoNeeded is not null && !IsInstalled(alsoNeeded)) return Absent($"{alsoNeeded} is not installed");
            if (!IsInstalled(file)) return Absent($"{file} is not installed (Debian: apt install {package})");
            var asked = file == "gp" ? "gp --version-short" : $"{file} --version";
            var told = await TimedProcess.RunAsync(folder, AnswerTime, "/bin/sh", ["-c", $"{asked} > version.txt"], token);
            var version = File.ReadLines(Path.Combine(folder, "version.txt")).FirstOrDefault("");
            return told.ExitCode == 0 && version.StartsWith(greeting, StringComparison.Ordinal)
                ? new(name, usedCores, null, version, line, ours)
                : Absent($"{file} is another program than expected: it calls itself '{version}'");

            Peer Absent(string why) => new(name, usedCores, why, "", line, ours);
        }
    }

    static bool IsInstalled(string file) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, file)));

    static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
