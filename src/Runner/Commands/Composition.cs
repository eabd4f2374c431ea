using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Commands;

/// <summary>Where the verbs that do the work meet the host that does it.</summary>
static class Composition
{
    /// <summary>What every one of these verbs is given.</summary>
    internal sealed record Setup(EffectiveSettings Settings, Verbosity Verbosity);

    public static Task<int> ServeAsync(Setup setup, IEdition edition, bool demo, CancellationToken token) =>
        ServeHost.RunAsync(setup.Settings, setup.Verbosity, edition, demo, token);

    public static Task<int> WorkAsync(Setup setup, IEdition edition, CancellationToken token) =>
        WorkHost.RunAsync(setup.Settings, setup.Verbosity, edition, token);

    public static Task<int> RunAsync(
        Setup setup, IEdition edition, IReadOnlyList<string> files, bool json, CancellationToken token) =>
        RunHost.RunAsync(setup.Settings, setup.Verbosity, edition, files, json, token);

    public static Task<int> SubmitAsync(Setup setup, SubmitRequest request, CancellationToken token) =>
        SubmitHost.RunAsync(setup.Settings, setup.Verbosity, request, token);
}
