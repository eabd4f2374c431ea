using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Commands;

/// <summary>Where the verbs that do the work meet the host that does it.</summary>
static class Composition
{
    /// <summary>What every one of these verbs is given.</summary>
    internal sealed record Setup(EffectiveSettings Settings, Verbosity Verbosity);

    public static Task<int> ServeAsync(Setup setup, bool demo, CancellationToken token) => throw Missing("serve");

    public static Task<int> WorkAsync(Setup setup, CancellationToken token) =>
        Hosting.WorkHost.RunAsync(setup.Settings, setup.Verbosity, token);

    public static Task<int> RunAsync(Setup setup, IReadOnlyList<string> files, bool json, CancellationToken token) =>
        throw Missing("run");

    public static Task<int> SubmitAsync(Setup setup, SubmitRequest request, CancellationToken token) =>
        throw Missing("submit");

    static VerbException Missing(string verb) => new(ExitCode.Usage, $"{verb} is not composed in this build.");
}
