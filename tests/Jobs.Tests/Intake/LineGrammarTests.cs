using System.Text;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class LineGrammarTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("000", "0")]
    [InlineData("007", "7")]
    [InlineData("+5", "5")]
    [InlineData("+005", "5")]
    [InlineData(" \t 42\t ", "42")]
    [InlineData("42\r", "42")]
    [InlineData("42 \r", "42")]
    [InlineData("42\r\r", "42")]
    [InlineData("\uFEFF42", "42")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    public void Blanks_a_plus_and_leading_zeros_around_a_number_fall_away(string line, string number)
    {
        var reading = Read(line);

        Assert.Equal(LineKind.Number, reading.Kind);
        Assert.Equal(number, reading.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData(" \t ")]
    [InlineData("# 12")]
    [InlineData("  # indented")]
    [InlineData("#\0")]
    [InlineData("\uFEFF")]
    public void Blank_lines_and_comments_are_no_faults(string line) => Assert.Equal(LineKind.Blank, Read(line).Kind);

    [Theory]
    [InlineData("-7", "column 1: the number is negative")]
    [InlineData("  -7", "column 3: the number is negative")]
    [InlineData("3.5", "column 2: a decimal point")]
    [InlineData(".5", "column 1: a decimal point")]
    [InlineData("1e9", "column 2: an exponent")]
    [InlineData("1E+9", "column 2: an exponent")]
    [InlineData("0x1F", "column 2: a hexadecimal number")]
    [InlineData("1F", "column 2: 'F' is not a decimal digit")]
    [InlineData("abc", "column 1: 'a' is not a decimal digit")]
    [InlineData("1,000", "column 2: the separator ','")]
    [InlineData("1_000", "column 2: the separator '_'")]
    [InlineData("1'000", "column 2: the separator '''")]
    [InlineData("12 34", "column 4: a second number on the line")]
    [InlineData("12\t\t34", "column 5: a second number on the line")]
    [InlineData("12 # twelve", "column 4: a comment behind the number")]
    [InlineData("2^64+1", "column 2: the operator '^'")]
    [InlineData("+", "column 1: a plus sign without a number")]
    [InlineData("  + ", "column 3: a plus sign without a number")]
    [InlineData("++5", "column 2: a second sign")]
    [InlineData("+-5", "column 2: a second sign")]
    [InlineData("+ 5", "column 2: a blank between the plus sign and the number")]
    [InlineData("\u0663\u0664", "column 1: the Unicode digit '\u0663' (U+0663)")]
    [InlineData("1\uFF12", "column 2: the Unicode digit '\uFF12' (U+FF12)")]
    [InlineData("\U0001D7D0", "column 1: the Unicode digit '\U0001D7D0' (U+1D7D0)")]
    [InlineData("1\u00A02", "column 2: the Unicode space U+00A0")]
    [InlineData("1\u200B", "column 2: the invisible character U+200B")]
    [InlineData("12\uFEFF", "column 3: a byte order mark (U+FEFF) inside the line")]
    [InlineData("\u22127", "column 1: '\u2212' (U+2212) is not a decimal digit")]
    [InlineData("\uFFFD", "column 1: the replacement character U+FFFD")]
    [InlineData("1\02", "column 2: a NUL byte")]
    [InlineData("12\0", "column 3: a NUL byte")]
    [InlineData("1\r2", "column 2: a carriage return inside the line")]
    [InlineData("12\u001A", "column 3: the control character 0x1A")]
    [InlineData("\uFEFF 1x", "column 3: 'x' is not a decimal digit")]
    public void A_line_that_is_no_number_is_rejected_at_its_first_wrong_column(string line, string reason)
    {
        var reading = Read(line);

        Assert.Equal(LineKind.Reject, reading.Kind);
        Assert.StartsWith(reason, reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_named()
    {
        Assert.StartsWith("column 3: the byte 0xFF is not valid UTF-8", Read([(byte)'1', (byte)'2', 0xFF]).Text,
            StringComparison.Ordinal);
        Assert.StartsWith("column 1: the byte 0xC3 is not valid UTF-8", Read([0xC3]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_significant_digits_count_against_the_limit()
    {
        Assert.Equal(new string('9', 1000), Read("+000" + new string('9', 1000)).Text);

        var reading = Read(" 0" + new string('9', 1001));

        Assert.Equal(LineKind.Reject, reading.Kind);
        Assert.StartsWith("column 1003: the number has 1001 digits; at most 1000 ", reading.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_beginning_of_an_overlong_line_is_a_reject_unless_it_is_a_comment()
    {
        var grammar = new LineGrammar(1000);
        var digits = Encoding.ASCII.GetBytes(new string('7', grammar.MaxLineBytes));
        var blanks = Encoding.ASCII.GetBytes(new string(' ', grammar.MaxLineBytes));
        var comment = Encoding.ASCII.GetBytes("#" + new string('7', grammar.MaxLineBytes - 1));

        Assert.StartsWith("column 65537: the line is too long: 1000000 bytes",
            grammar.Read(digits, 1_000_000).Reason, StringComparison.Ordinal);
        Assert.Equal(LineKind.Reject, grammar.Read(blanks, 1_000_000).Kind);
        Assert.Equal(LineKind.Blank, grammar.Read(comment, 1_000_000).Kind);
    }

    [Fact]
    public void A_good_line_costs_no_allocation()
    {
        var grammar = new LineGrammar(1000);
        var line = " +00123456789012345678901234567890\r"u8.ToArray();
        grammar.Read(line, line.Length);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) grammar.Read(line, line.Length);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("a\0b\r", "a\u2400b")]
    [InlineData("\u001B[31m1", "\u241B[31m1")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("\uFEFFx", "x")]
    [InlineData("=1+1", "=1+1")]
    public void The_text_of_a_reject_can_be_printed_and_stored_anywhere(string line, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(line);

        Assert.Equal(text, RejectText.From(bytes, bytes.Length));
    }

    [Fact]
    public void The_text_of_a_reject_is_cut_between_characters_and_says_so()
    {
        var emoji = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\U0001F600", 201)));

        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 200)) + "…", RejectText.From(emoji, emoji.Length));
        Assert.Equal("\uFFFDa", RejectText.From([0xFF, (byte)'a'], 2));
        Assert.Equal("ab…", RejectText.From("ab"u8, 1_000_000));
    }

    static (LineKind Kind, string Text) Read(string line) => Read(Encoding.UTF8.GetBytes(line));

    static (LineKind Kind, string Text) Read(byte[] line)
    {
        var reading = new LineGrammar(1000).Read(line, line.Length);
        return (reading.Kind, reading.Reason + Encoding.ASCII.GetString(reading.Digits));
    }
}
