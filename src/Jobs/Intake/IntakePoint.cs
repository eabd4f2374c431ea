namespace BatchRunner.Jobs.Intake;

/// <summary>How far a file is in the ledger: always between two lines, and every line before it is counted.</summary>
/// <param name="Offset">Bytes of text (see <see cref="NumberFile"/>) that have been taken in.</param>
/// <param name="PrefixHash">SHA-256 of those bytes, lower-case hexadecimal.</param>
/// <param name="Lines">All lines: <c>Numbers + Blanks + Rejects</c>.</param>
/// <param name="Blanks">Blank lines and comments.</param>
/// <param name="Numbers">Numbers, all of them in chunks.</param>
/// <param name="Rejects">Lines that are no acceptable number.</param>
public sealed record IntakePoint(
    long Offset, string PrefixHash, long Lines, long Blanks, long Numbers, long Rejects);
