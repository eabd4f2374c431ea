using System.Globalization;

namespace BatchRunner.Runner.Hosting;

/// <summary>
/// What a supervising process tells its children. It travels in the environment because it is no wish of a user: a
/// child is not to be started by hand.
/// </summary>
static class Supervision
{
    internal const string ParentVariable = "BATCHRUNNER_PARENT";
    internal const string IsolatedVariable = "BATCHRUNNER_ISOLATED";

    /// <summary>The supervising runner; null when nobody supervises this process.</summary>
    internal static long? ParentId { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(ParentVariable), CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>This process works suspect chunks only, one number at a time.</summary>
    internal static bool IsIsolated { get; } = Environment.GetEnvironmentVariable(IsolatedVariable) == "1";
}
