using System.Globalization;

namespace BatchRunner.Benchmarks;

/// <summary>A figure that was promised, and what it is.</summary>
/// <param name="Key">As the file of reasons names it.</param>
/// <param name="What">In words.</param>
/// <param name="Measured">By this run.</param>
/// <param name="Limit">Promised.</param>
/// <param name="AtMost">Less is better; otherwise more is.</param>
/// <param name="Unit">Of both.</param>
sealed record Target(string Key, string What, double Measured, double Limit, bool AtMost, string Unit)
{
    public bool IsMet => AtMost ? Measured <= Limit : Measured >= Limit;

    public string Row => string.Create(CultureInfo.InvariantCulture,
        $"| {What} | {Figure(Measured)} {Unit} | {(AtMost ? "at most" : "at least")} {Limit:#,0.##} {Unit} ")
        + (IsMet ? "| met |" : "| **missed** |");

    static string Figure(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
