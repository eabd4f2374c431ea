namespace BatchRunner.Runner.Doctoring;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Finding">What was seen.</param>
/// <param name="Remedy">What to do about it; empty when nothing is to be done.</param>
sealed record Diagnosis(string Subject, Verdict Verdict, string Finding, string Remedy)
{
    public static Diagnosis Good(string subject, string finding) => new(subject, Verdict.Good, finding, "");

    public static Diagnosis Note(string subject, string finding, string remedy) =>
        new(subject, Verdict.Note, finding, remedy);

    public static Diagnosis Bad(string subject, string finding, string remedy) =>
        new(subject, Verdict.Bad, finding, remedy);
}
