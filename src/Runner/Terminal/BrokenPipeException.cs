namespace BatchRunner.Runner.Terminal;

/// <summary>The reader of our output went away, as <c>head</c> does: no error, but no reason to go on either.</summary>
public sealed class BrokenPipeException() : IOException("The reader of the output went away.");
