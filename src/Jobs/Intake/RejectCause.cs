namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The kinds of rejects. Their reasons name columns, characters and lengths, so there are as many reasons as lines; of
/// causes there are few, and a cause never holds anything from a file.
/// </summary>
public static class RejectCause
{
    /// <summary>What a reason of no known kind is counted under.</summary>
    public const string Other = "other";

    // Looked for in this order: the phrase with the more special meaning first.
    static readonly (string Phrase, string Cause)[] Causes =
    [
        ("the number is negative", "negative number"),
        ("a second sign", "second sign"),
        ("a blank between the plus sign", "blank after the plus sign"),
        ("a plus sign without", "plus sign without a number"),
        ("a decimal point", "decimal point"),
        ("the separator '", "separator"),
        ("an exponent;", "exponent"),
        ("a hexadecimal number", "hexadecimal number"),
        ("the operator '", "expression"),
        ("a second number on the line", "second number on the line"),
        ("a comment behind the number", "comment behind the number"),
        ("is not valid UTF-8", "not UTF-8"),
        ("a NUL byte", "NUL byte"),
        ("a carriage return inside", "carriage return inside the line"),
        ("a byte order mark", "byte order mark inside the line"),
        ("the replacement character", "damaged text"),
        ("the control character", "control character"),
        ("the Unicode digit", "Unicode digit"),
        ("the Unicode space", "Unicode space"),
        ("the invisible character", "invisible character"),
        ("the line is too long", "line too long"),
        ("digits; at most", "too many digits"),
        ("is not a decimal digit", "not a digit"),
    ];

    /// <summary>The causes there are, <see cref="Other"/> among them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Causes.Select(c => c.Cause), Other];

    /// <param name="reason">As it stands in <c>rejects.reason</c>.</param>
    public static string Of(string reason)
    {
        foreach (var (phrase, cause) in Causes)
            if (reason.Contains(phrase, StringComparison.Ordinal)) return cause;

        return Other;
    }
}
