using System.Text;
using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

public sealed class RejectCauseTests
{
    [Theory]
    [InlineData("-7", "negative number")]
    [InlineData("++5", "second sign")]
    [InlineData("+ 5", "blank after the plus sign")]
    [InlineData("+", "plus sign without a number")]
    [InlineData("3.5", "decimal point")]
    [InlineData(".5", "decimal point")]
    [InlineData("1,000", "separator")]
    [InlineData("1e9", "exponent")]
    [InlineData("0x1F", "hexadecimal number")]
    [InlineData("2^64", "expression")]
    [InlineData("12 34", "second number on the line")]
    [InlineData("12 # x", "comment behind the number")]
    [InlineData("1\u00002", "NUL byte")]
    [InlineData("1\r2", "carriage return inside the line")]
    [InlineData("1\uFEFF2", "byte order mark inside the line")]
    [InlineData("1\uFFFD", "damaged text")]
    [InlineData("1\u0007", "control character")]
    [InlineData("\u0663", "Unicode digit")]
    [InlineData("1\u00A0", "Unicode space")]
    [InlineData("1\u200B", "invisible character")]
    [InlineData("12345678901", "too many digits")]
    [InlineData("abc", "not a digit")]
    [InlineData("\u00E4", "not a digit")]
    public void Every_reason_the_grammar_gives_has_its_cause(string line, string cause)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var reason = new LineGrammar(10).Read(bytes, bytes.Length).Reason;

        Assert.Equal(cause, RejectCause.Of(reason!));
        Assert.Contains(cause, RejectCause.All);
    }

    [Fact]
    public void Bytes_and_lengths_have_their_causes_and_nothing_else_has_one()
    {
        Assert.Equal("not UTF-8", RejectCause.Of(new LineGrammar(10).Read([0xFF], 1).Reason!));
        Assert.Equal("line too long", RejectCause.Of(new LineGrammar(10).Read("12"u8, 1_000_000).Reason!));
        Assert.Equal(RejectCause.Other, RejectCause.Of("somebody else's words"));
    }
}
