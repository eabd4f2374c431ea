namespace BatchRunner.Runner.Dashboard;

/// <summary>A file of a finished batch.</summary>
/// <param name="Folder"><c>done</c> or <c>failed</c>.</param>
public sealed record BatchFileView(string Folder, string Name, long Bytes);
