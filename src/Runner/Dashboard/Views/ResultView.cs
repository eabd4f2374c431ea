namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// One number's row. Numbers and primes are decimal strings whatever their size, because a JSON number beyond 2^53
/// loses digits in most readers.
/// </summary>
/// <param name="Factors">Ascending, with multiplicity.</param>
/// <param name="Status"><c>factored</c>, <c>unfactored</c> or <c>quarantined</c>.</param>
/// <param name="Cofactor">The composite that is left of an unfactored number.</param>
/// <param name="Micros">CPU microseconds it took.</param>
public sealed record ResultView(
    long Line, string Number, IReadOnlyList<string> Factors, string Status, string? Cofactor, string Method,
    long Micros);
