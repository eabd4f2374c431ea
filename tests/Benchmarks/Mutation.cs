namespace BatchRunner.Benchmarks;

/// <summary>One change of a constant or a condition that the tests have to notice.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="File">Below src/Factoring.</param>
/// <param name="From">Text that occurs once in the file.</param>
/// <param name="To">What it becomes.</param>
/// <param name="Tests">Part of the names of the tests that are run.</param>
/// <param name="Equivalent">Why no test can notice it: a change of speed alone, or of nothing at all.</param>
/// <param name="Path">The path to force, where only that one runs the changed code.</param>
sealed record Mutation(
    string Name, string File, string From, string To, string Tests, string? Equivalent = null, string? Path = null);
