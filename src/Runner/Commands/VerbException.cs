namespace BatchRunner.Runner.Commands;

/// <summary>A verb cannot do what it was asked, for a reason the user can act upon.</summary>
/// <param name="exitCode">One of <see cref="Runner.ExitCode"/>.</param>
/// <param name="message">Names the thing, the value and the remedy.</param>
public sealed class VerbException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
