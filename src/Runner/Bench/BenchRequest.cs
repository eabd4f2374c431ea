namespace BatchRunner.Runner.Bench;

/// <summary>What <c>bench</c> was asked for.</summary>
/// <param name="File">The user's own numbers; null for the standard sets.</param>
/// <param name="Numbers">Numbers of each standard set; null to size them by <paramref name="Seconds"/>.</param>
/// <param name="Seconds">How long each standard set takes serially.</param>
/// <param name="Runs">How often everything is run.</param>
/// <param name="Quick">Few arrangements, small files.</param>
sealed record BenchRequest(string? File, int? Numbers, double Seconds, int Runs, bool Quick)
{
    internal const int MostNumbers = 10_000_000;
}
