using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Commands;

/// <summary>Where the verbs that do the work meet the host that does it.</summary>
static class Composition
{
    /// <summary>What every one of these verbs is given.</summary>
    internal sealed record Setup(EffectiveSettings Settings, Verbosity Verbosity);

    public static Task<int> ServeAsync(Setup setup, bool demo, CancellationToken token) =>
        ServeHost.RunAsync(setup.Settings, setup.Verbosity, demo, token);

    public static Task<int> WorkAsync(Setup setup, CancellationToken token) =>
        WorkHost.RunAsync(setup.Settings, setup.Verbosity, token);

    public static Task<int> RunAsync(Setup setup, IReadOnlyList<string> files, bool json, CancellationToken token) =>
        RunHost.RunAsync(setup.Settings, setup.Verbosity, files, json, token);

    public static Task<int> SubmitAsync(Setup setup, SubmitRequest request, CancellationToken token) =>
        SubmitHost.RunAsync(setup.Settings, setup.Verbosity, request, token);
}
