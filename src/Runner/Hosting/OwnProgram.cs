using System.Reflection;

namespace BatchRunner.Runner.Hosting;

/// <summary>How to start this program again.</summary>
static class OwnProgram
{
    /// <summary>What to start.</summary>
    internal static string Path { get; } = Environment.ProcessPath!;

    /// <summary>
    /// What to pass before everything else: under <c>dotnet PROGRAM.dll</c> the process is dotnet's, and the
    /// program its first argument.
    /// </summary>
    internal static IReadOnlyList<string> FirstArguments { get; } =
        System.IO.Path.GetFileNameWithoutExtension(Path) == "dotnet"
            ? [System.IO.Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + ".dll")]
            : [];
}
