namespace BatchRunner.Runner.Reporting;

/// <summary>How rows leave the ledger.</summary>
enum ReportFormat
{
    /// <summary>For people, and for what reads GNU factor's output.</summary>
    Text,

    /// <summary>For spreadsheets, with a header.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Jsonl,
}
