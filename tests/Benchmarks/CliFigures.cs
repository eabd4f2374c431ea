namespace BatchRunner.Benchmarks;

/// <summary>What <see cref="CliCommand"/> measures.</summary>
/// <param name="Rows">File by file.</param>
/// <param name="Jobs">What a second worker brings on 64-bit semiprimes, as many as in the rows and ten times as
/// many.</param>
sealed record CliFigures(IReadOnlyList<ProcessRow> Rows, IReadOnlyList<JobsRow> Jobs);
