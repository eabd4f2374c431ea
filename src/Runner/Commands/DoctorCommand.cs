using System.CommandLine;
using BatchRunner.Runner.Doctoring;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Commands;

/// <summary><c>doctor</c>: looks at everything a run depends on and says what to mend.</summary>
static class DoctorCommand
{
    public static Verb Create() => new Verb("doctor",
        "Checks settings, folders, disk, ledger and clock, and says what to mend",
        "batchrunner doctor",
        "batchrunner doctor --data /srv/batchrunner --json")
    {
        Details = $"Exit code 0 when nothing has to be mended, {ExitCode.Usage} when something has, "
            + $"{ExitCode.LedgerUnavailable} when the ledger cannot be reached.\nIt changes nothing.",
    }.Does(ExamineAsync);

    static async Task<int> ExamineAsync(ParseResult parse, CancellationToken token)
    {
        var settings = parse.Settings();
        var exam = new LedgerExam(settings, TimeProvider.System);
        List<Diagnosis> diagnoses = [.. MachineExam.Examine(settings), .. await exam.ExamineAsync(token)];

        if (parse.WantsJson()) JsonText.Write(diagnoses);
        else Show(diagnoses);
        return exam.IsUnreachable ? ExitCode.LedgerUnavailable
            : diagnoses.Any(d => d.Verdict == Verdict.Bad) ? ExitCode.Usage
            : ExitCode.Success;
    }

    static void Show(List<Diagnosis> diagnoses)
    {
        foreach (var diagnosis in diagnoses)
        {
            var mark = diagnosis.Verdict switch
            {
                Verdict.Good => "[green]ok  [/]",
                Verdict.Note => "[yellow]note[/]",
                _ => "[red]BAD [/]",
            };
            Screen.Line($"{mark}  {Screen.Plain($"{diagnosis.Subject,-12}{diagnosis.Finding}")}");
            if (diagnosis.Remedy.Length > 0) Screen.Line($"      {"",-12}{Screen.Plain(diagnosis.Remedy)}");
        }
        Screen.Output.Flush();
    }
}
