namespace BatchRunner.Runner.Commands;

/// <summary>What <c>submit</c> was asked for.</summary>
/// <param name="Files">Paths; <c>-</c> is the input.</param>
/// <param name="Name">Of the batch, or null to take the file's.</param>
/// <param name="Priority">-1 low, 0 normal, 1 high.</param>
/// <param name="Wait">Return only when the batches are finished.</param>
/// <param name="Again">Run bytes again that an earlier batch had.</param>
/// <param name="Json">Report as JSON.</param>
sealed record SubmitRequest(
    IReadOnlyList<string> Files, string? Name, int Priority, bool Wait, bool Again, bool Json);
