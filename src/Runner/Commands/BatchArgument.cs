using System.CommandLine;

namespace BatchRunner.Runner.Commands;

/// <summary>How verbs name a batch.</summary>
static class BatchArgument
{
    public static Argument<string> Required() => new("BATCH")
    {
        Description = "Id of the batch, or the name of its file (the newest of that name)",
    };

    public static Argument<string?> Optional() => new("BATCH")
    {
        Description = "Id of a batch, or the name of its file (the newest of that name); without it all batches",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
