using System.Text.RegularExpressions;

namespace BatchRunner.Architecture.Tests;

/// <summary>What every source file keeps to, in the program and in its tests.</summary>
public sealed partial class SourceTests
{
    const int LongestFile = 300;
    const int LongestProgram = 60;

    static IEnumerable<string> Sources => House.Sources("src").Concat(House.Sources("tests"));

    [Fact]
    public void No_source_file_outgrows_a_sitting()
    {
        var endless = from file in Sources
                      let lines = File.ReadLines(file).Count()
                      where lines > (Path.GetFileName(file) == "Program.cs" ? LongestProgram : LongestFile)
                      select $"{House.Relative(file)}: {lines} lines";

        Assert.NotEmpty(Sources);
        Assert.Empty(endless);
    }

    [Fact]
    public void Nothing_is_left_for_later_or_folded_away()
    {
        var marks = from file in Sources
                    from line in File.ReadLines(file).Index()
                    where Leftover.IsMatch(line.Item)
                    select $"{House.Relative(file)}, line {line.Index + 1}: {line.Item.Trim()}";

        Assert.Empty(marks);
    }

    [Fact]
    public void A_file_holds_one_public_type_and_bears_its_name()
    {
        var odd = from file in House.Sources("src")
                  where Path.GetExtension(file) == ".cs"
                  let types = PublicType.Matches(File.ReadAllText(file)).Select(m => m.Groups["name"].Value).Distinct().ToList()
                  let name = Path.GetFileName(file).Split('.')[0]
                  where types.Count > 1 || types is [var only] && only != name
                  select $"{House.Relative(file)}: {string.Join(", ", types)}";

        Assert.Empty(odd);
    }

    // Spelled so that it does not find itself.
    [GeneratedRegex(@"\b(TOD[O]|HAC[K]|FIXM[E]|XX[X])\b|^\s*#regio[n]")]
    static partial Regex Leftover { get; }

    [GeneratedRegex(
        @"^public (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline)]
    static partial Regex PublicType { get; }
}
