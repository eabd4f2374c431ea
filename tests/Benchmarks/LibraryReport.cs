using BatchRunner.Factoring;

namespace BatchRunner.Benchmarks;

/// <summary>Library calls: CPU microseconds a number on every path beside the rivals, against what was promised.</summary>
static class LibraryReport
{
    public static string Measure(bool quick, Reasons reasons)
    {
        var words = FactoringCommand.Measure(Workload.Standard(), Rivals.OfWords());
        var wide = WideCommand.Measure(quick ? 1 : 3);
        List<string> text =
        [
            $"CPU microseconds a number, library calls on one thread; median of {FactoringCommand.Passes} passes up to 64 bits,",
            "3 above. `factor` and `gp -q` are whole processes less their empty start, parsing and printing included; FLINT is",
            "called in this process.",
            "",
            $"Rivals: FLINT {Flint.Version}; {Tool.Version("factor", "--version")}; PARI/GP {Tool.Version("gp", "--version-short")}.",
            "",
        ];
        List<SpeedRow> rows = [];
        foreach (var table in (SpeedTable[])[words, wide]) Add(text, table, rows);
        text.Add(reasons.Table(Targets(rows)));
        return string.Join('\n', text);
    }

    static void Add(List<string> text, SpeedTable table, List<SpeedRow> rows)
    {
        text.Add($"| us a number | {string.Join(" | ", table.Columns)} |");
        text.Add($"|---|{string.Concat(table.Columns.Select(_ => "---:|"))}");
        foreach (var row in table.Rows)
        {
            text.Add($"| {row.Name.Trim()} | {string.Join(" | ", table.Cells(row))} |");
            rows.Add(row);
        }
        text.AddRange(["", .. table.Skipped.Select(skipped => $"* {skipped}")]);
        if (table.Skipped.Count > 0) text.Add("");
    }

    /// <summary>What each row must reach; where no path is named, on the fastest of this machine.</summary>
    static IEnumerable<Target> Targets(List<SpeedRow> rows)
    {
        (string Row, string Key, FactoringPath? Path, double Limit)[] promises =
        [
            ("h: the blog's own 300", "h", null, 1.0),
            ("a: 10,000 in [1e9, 2e9]", "a", null, 0.35),
            ("b: uniform 32-bit", "b", null, 0.22),
            ("c: uniform 64-bit", "c", null, 3.0),
            ("d: 64-bit semiprimes", "d.avx512", FactoringPath.Avx512, 18),
            ("d: 64-bit semiprimes", "d.avx2", FactoringPath.Avx2, 35),
            ("d: 64-bit semiprimes", "d.scalar", FactoringPath.Scalar, 50),
            ("e: uniform 96-bit", "e", null, 200),
            ("f: 80-bit semiprimes", "f80", null, 400),
            ("f: 96-bit semiprimes", "f96", null, 900),
            ("f: 112-bit semiprimes", "f112", null, 3000),
            ("f: 128-bit semiprimes", "f128", null, 9000),
        ];
        foreach (var (name, key, wanted, limit) in promises)
        {
            var path = wanted ?? FactoringPaths.Available[0];
            if (!FactoringPaths.Available.Contains(path)) continue;
            var column = FactoringPaths.Name(path);
            var row = rows.Single(row => row.Name == name);
            yield return new(key, $"{name}, {column}", row.On(column), limit, AtMost: true, "us");
        }
    }
}
