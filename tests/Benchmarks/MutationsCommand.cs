using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BatchRunner.Factoring;

namespace BatchRunner.Benchmarks;

/// <summary>
/// <c>mutations [NAME] [SHARE/SHARES]</c>: applies each change of <c>mutations.json</c> to a copy of the factoring
/// room, builds, runs the tests it names up to the first that fails and tells whether one did. A run that does not end
/// counts as a failure and is told apart, because a crowded machine looks the same. Before any change all these tests
/// must pass.
/// </summary>
static class MutationsCommand
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Before any change: the tests of all mutations together.
    static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(8);

    static readonly string[] Copied = ["src/Factoring", "tests/Factoring.Tests", "tests/Data"];

    static readonly JsonSerializerOptions s_names = new() { PropertyNameCaseInsensitive = true };

    enum End
    {
        Good,
        Bad,
        Hung,
    }

    public static int Run(string[] arguments)
    {
        var home = BuiltProgram.Home;
        var list = Path.Combine(home, "tests", "Benchmarks", "mutations.json");
        var mutations = JsonSerializer.Deserialize<Mutation[]>(File.ReadAllText(list), s_names)!
            .Where(mutation => mutation.Name.Contains(arguments.ElementAtOrDefault(0) ?? "", StringComparison.Ordinal));
        int[] share = [.. (arguments.ElementAtOrDefault(1) ?? "1/1").Split('/')
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        Mutation[] mine = [.. mutations.Where((_, i) => i % share[1] == share[0] - 1)];

        var folder = Directory.CreateTempSubdirectory("mutations-").FullName;
        try
        {
            Copy(home, folder);
            if (Dotnet(folder, "build tests/Factoring.Tests " + Quick, LongPatience) != End.Good)
                throw new InvalidOperationException("The unchanged copy does not build.");
            if (Test(folder, Filter(mine), LongPatience) != End.Good)
                throw new InvalidOperationException("The unchanged copy fails the tests that are to judge.");
            return Try(folder, mine);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The library itself, so that no project is evaluated again.
    const string Library = "artifacts/bin/Factoring.Tests/debug/BatchRunner.Factoring.Tests.dll";

    const string Quick = "--nologo -v q -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false";

    static int Try(string folder, Mutation[] mutations)
    {
        int killed = 0, hung = 0, survived = 0, equivalent = 0, broken = 0, elsewhere = 0;
        foreach (var mutation in mutations)
        {
            var verdict = CanJudge(mutation) ? Judge(folder, mutation) : NotHere;
            Console.WriteLine($"{mutation.Name,-44} {verdict}");
            if (verdict.StartsWith("killed", StringComparison.Ordinal)) killed++;
            else if (verdict.StartsWith("survived", StringComparison.Ordinal)) equivalent++;
            else if (verdict == Survived) survived++;
            else if (verdict == NotHere) elsewhere++;
            else broken++;
            if (verdict == KilledByTime) hung++;
        }
        Console.WriteLine(
            $"{mutations.Length} mutations: {killed} killed ({hung} of them did not end), {equivalent} equivalent, "
            + $"{survived} survived, {broken} broken, {elsewhere} not judged");
        return survived + broken == 0 ? 0 : 3;
    }

    const string Survived = "SURVIVED";

    const string NotHere = "not judged: this processor lacks the instructions";

    static readonly string DidNotEnd = $"did not end within {Patience.TotalSeconds} s";

    static readonly string KilledByTime = "killed: " + DidNotEnd;

    static bool CanJudge(Mutation mutation) => mutation.Path is null or FactoringPaths.Emulated
        || FactoringPaths.Available.Select(FactoringPaths.Name).Contains(mutation.Path);

    static string Judge(string folder, Mutation mutation)
    {
        var path = Path.Combine(folder, "src", "Factoring", mutation.File);
        var original = File.ReadAllText(path);
        var found = original.Split(mutation.From).Length - 1;
        if (found != 1) return $"BROKEN: found {found} times";

        File.WriteAllText(path, original.Replace(mutation.From, mutation.To, StringComparison.Ordinal));
        try
        {
            var build = Dotnet(folder, "build tests/Factoring.Tests --no-restore " + Quick, LongPatience);
            if (build != End.Good) return "BROKEN: does not build";

            return (Test(folder, Filter([mutation]), Patience, mutation.Path), mutation.Equivalent) switch
            {
                (End.Good, null) => Survived,
                (End.Good, var reason) => "survived: " + reason,
                (End.Bad, null) => "killed",
                (_, null) => KilledByTime,
                (End.Hung, _) => "UNDECIDED, said to be equivalent: " + DidNotEnd,
                _ => "KILLED, though said to be equivalent",
            };
        }
        finally
        {
            File.WriteAllText(path, original);
        }
    }

    static string Filter(Mutation[] mutations) => string.Join('|', mutations
        .SelectMany(mutation => mutation.Tests.Split(' ')).Distinct().Select(name => $"FullyQualifiedName~{name}"));

    static End Test(string folder, string filter, TimeSpan patience, string? path = null) =>
        Dotnet(folder, $"test {Library} --nologo -v q --filter {filter} -- xUnit.StopOnFail=true", patience, path);

    static End Dotnet(string folder, string arguments, TimeSpan patience, string? path = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null) start.Environment[FactoringPaths.Variable] = path;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(patience);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        Task.WaitAll(output, errors);
        return !ended ? End.Hung : process.ExitCode == 0 ? End.Good : End.Bad;
    }

    static void Copy(string home, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(home).Where(file => Path.GetFileName(file) != ".git"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach (var part in Copied)
        {
            var source = Path.Combine(home, part);
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, part, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }
}
