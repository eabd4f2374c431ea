namespace BatchRunner.Runner.Dashboard;

/// <summary>Why an API request was not answered.</summary>
public sealed record ProblemView(int Status, string Error);
