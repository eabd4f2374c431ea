using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>Library calls of ours on every path beside the rivals, row by row as it is measured.</summary>
/// <param name="Columns">Our paths, then the rivals that are installed.</param>
/// <param name="Skipped">The others, and why.</param>
/// <param name="Rows">To be measured one after the other by whoever goes through them.</param>
sealed record SpeedTable(IReadOnlyList<string> Columns, IReadOnlyList<string> Skipped, IEnumerable<SpeedRow> Rows)
{
    public void Print(bool markdown)
    {
        foreach (var skipped in Skipped) Console.WriteLine(skipped);
        Write(markdown, "us a number", Columns);
        if (markdown) Console.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---:|", Columns.Count)));
        foreach (var row in Rows) Write(markdown, row.Name, [.. Cells(row)]);
    }

    public IEnumerable<string> Cells(SpeedRow row) => Columns.Select(column => Format(row.On(column)));

    public static string Format(double micros) => double.IsNaN(micros)
        ? "-"
        : micros.ToString(micros switch { < 10 => "F3", < 100 => "F1", _ => "N0" }, CultureInfo.InvariantCulture);

    static void Write(bool markdown, string name, IReadOnlyList<string> cells) => Console.WriteLine(markdown
        ? $"| {name} | {string.Join(" | ", cells)} |"
        : $"{name,-26}" + string.Concat(cells.Select(cell => $"{cell,10}")));
}
