namespace BatchRunner.Benchmarks;

/// <summary>What <see cref="CliCommand"/> measures.</summary>
/// <param name="Rows">File by file.</param>
/// <param name="OneJob">Seconds on the wall of <c>-j 1</c> on 64-bit semiprimes.</param>
/// <param name="TwoJobs">Of <c>-j 2</c>.</param>
sealed record CliFigures(IReadOnlyList<ProcessRow> Rows, double OneJob, double TwoJobs);
