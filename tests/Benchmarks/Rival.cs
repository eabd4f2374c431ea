namespace BatchRunner.Benchmarks;

/// <summary>
/// Another program or library that factors: how long it takes for a set of numbers, why it cannot run here, if so, and
/// from which size on it would take too long to wait for.
/// </summary>
sealed record Rival<T>(string Name, string? Missing, int MostBits, Func<T[], TimeSpan> Time);
