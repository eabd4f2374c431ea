namespace BatchRunner.Runner.Bench;

/// <summary>One set of numbers with every arrangement's times.</summary>
/// <param name="Name">As <see cref="NumberSet.Name"/>.</param>
/// <param name="Explanation">As <see cref="NumberSet.Explanation"/>.</param>
/// <param name="Algorithm">What factored outside the queue.</param>
/// <param name="Numbers">How many.</param>
/// <param name="Rows">Serial first.</param>
sealed record MeasuredSet(
    string Name, string Explanation, string Algorithm, int Numbers, IReadOnlyList<MeasuredRow> Rows)
{
    /// <summary>Only there do all arrangements run the same code, so that they can be compared with the queue.</summary>
    internal bool IsOfTheEngine => Algorithm == EngineAlgorithm.Key;

    internal MeasuredRow? Find(Arrangement arrangement) => Rows.FirstOrDefault(row => row.Arrangement == arrangement);
}
