using System.CommandLine;
using BatchRunner.Runner.Bench;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Commands;

/// <summary><c>bench</c>: the blog's experiment on this machine, and the tools people use beside ours.</summary>
static class BenchCommand
{
    const double StandardSeconds = 2;
    const double QuickSeconds = 0.3;
    const int StandardRuns = 3;

    static readonly Option<int?> Numbers = new("--numbers")
    {
        Description = "Numbers of each set, instead of as many as take --seconds",
        HelpName = "N",
    };

    static readonly Option<double?> Seconds = new("--seconds")
    {
        Description = $"How long each set takes one thread (default {StandardSeconds}, quick {QuickSeconds})",
        HelpName = "S",
    };

    static readonly Option<int?> Runs = new("--runs")
    {
        Description = $"How often everything is run, in turn; medians are shown (default {StandardRuns}, quick 1)",
        HelpName = "N",
    };

    static readonly Option<string?> File = new("--file")
    {
        Description = "Your own number file instead of the sets",
        HelpName = "FILE",
    };

    static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Smaller and fewer: seconds instead of minutes",
    };

    static readonly Option<bool> Peers = new("--peers")
    {
        Description = "Compare with what is installed of factor, GNU parallel, PARI/GP and Python",
    };

    static readonly Option<string?> Svg = new("--svg") { Description = "Draw the chart into a file", HelpName = "FILE" };

    static readonly Option<string[]> Report = new("--report")
    {
        Description = "Write the results into a Markdown file between its marks; may be repeated",
        HelpName = "FILE",
    };

    static readonly Option<bool> Write = new("--write")
    {
        Description = "Put the recommended setting into appsettings.json",
    };

    static BenchCommand()
    {
        Require(Numbers, value => value is > 0 and <= BenchRequest.MostNumbers, $"must be 1 to {BenchRequest.MostNumbers}");
        Require(Seconds, value => value is >= 0.01 and <= 3600, "must be 0.01 to 3600");
        Require(Runs, value => value is > 0 and <= 99, "must be 1 to 99");
    }

    public static Verb Create()
    {
        var verb = new Verb("bench",
            "The blog's experiment on this machine: serial, threads, processes, the durable queue; or the peers",
            "batchrunner bench",
            "batchrunner bench --write",
            "batchrunner bench --file numbers.txt --runs 5 --svg chart.svg",
            "batchrunner bench --peers")
        {
            Options = { Numbers, Seconds, Runs, File, Quick, Peers, Svg, Report, Write },
            Details = "It takes some minutes and wants the machine for itself. Everything happens in a temporary folder:\n"
                + "your ledger is not touched, and your settings by --write alone.",
        };
        verb.Validators.Add(result =>
        {
            if (!result.GetValue(Peers)) return;
            if (result.GetValue(Write) || result.GetValue(Numbers) is not null || result.GetValue(Seconds) is not null)
                result.AddError("--peers goes with --quick, --runs, --file, --svg, --report and --json alone.");
        });
        return verb.Does(RunAsync);
    }

    static async Task<int> RunAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        var quick = parse.GetValue(Quick);
        var request = new BenchRequest(
            parse.GetValue(File), parse.GetValue(Numbers),
            parse.GetValue(Seconds) ?? (quick ? QuickSeconds : StandardSeconds),
            parse.GetValue(Runs) ?? (quick ? 1 : StandardRuns), quick);
        var target = parse.GetValue(Write) ? SettingWriter.RequireFile() : null;
        var progress = new BenchProgress();
        try
        {
            if (parse.GetValue(Peers)) await CompareAsync(parse, request, settings, progress, token);
            else await ExperimentAsync(parse, request, settings, progress, target, token);
        }
        finally
        {
            progress.End();
        }
        return ExitCode.Success;
    }

    static async Task ExperimentAsync(
        ParseResult parse, BenchRequest request, EffectiveSettings settings, BenchProgress progress, string? target,
        CancellationToken token)
    {
        var plan = request.File is { } file
            ? ExperimentPlan.Of(Path.GetFileName(file), OwnNumbers.Read(file, settings, token), request)
            : ExperimentPlan.Standard(request, token);
        var report = await Experiment.RunAsync(plan, progress, token);
        progress.End();

        if (parse.WantsJson()) ExperimentScreen.WriteJson(report);
        else ExperimentScreen.Show(report);
        Publish(parse, "bench.svg", SpeedChart.Draw(report), ExperimentMarkdown.Section,
            chart => (ExperimentMarkdown.Full(report, chart), ExperimentMarkdown.Summary(report, chart)));
        if (target is not null) SettingWriter.Write(target, report.Recommendation);
    }

    static async Task CompareAsync(
        ParseResult parse, BenchRequest request, EffectiveSettings settings, BenchProgress progress, CancellationToken token)
    {
        if (OperatingSystem.IsWindows())
            throw new VerbException(ExitCode.Usage, "--peers needs a POSIX shell and its tools; run it on Linux or in WSL.");
        IReadOnlyList<PeerFile> files = request.File is { } file
            ? [new(Path.GetFileName(file), OwnNumbers.Read(file, settings, token))]
            : PeerFile.Standard(request.Quick);
        var report = await PeerContest.RunAsync(
            files, request.Quick ? PeerLimits.Quick : new(), request.Runs, progress, token);
        progress.End();

        if (parse.WantsJson()) PeerScreen.WriteJson(report);
        else PeerScreen.Show(report);
        Publish(parse, "peers.svg", PeerChart.Draw(report), PeerMarkdown.Section,
            chart => (PeerMarkdown.Full(report, chart), PeerMarkdown.Summary(report, chart)));
    }

    /// <summary>The picture goes where it was asked for, or else beside the first report.</summary>
    static void Publish(
        ParseResult parse, string name, string drawing, string section, Func<string, (string Full, string Summary)> write)
    {
        var reports = parse.GetValue(Report) ?? [];
        var picture = parse.GetValue(Svg)
            ?? (reports is [var first, ..] ? Path.Combine(Path.GetDirectoryName(first) ?? "", name) : null);
        if (picture is null) return;
        ReplacedFile.Write(picture, drawing);
        foreach (var path in reports)
        {
            var (full, summary) = write(ReportFile.LinkTo(picture, path));
            ReportFile.Update(path, section, full, summary);
        }
    }

    static void Require<T>(Option<T> option, Func<T?, bool> isGood, string wish) => option.Validators.Add(result =>
    {
        if (!isGood(result.GetValueOrDefault<T>())) result.AddError($"{option.Name} {wish}.");
    });
}
