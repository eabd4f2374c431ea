using System.Globalization;

namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// The files of finished batches: what bears <c>.batch-ID.</c> in its name under <c>done/</c> and <c>failed/</c>.
/// </summary>
sealed class BatchFiles(DashboardSetup setup)
{
    static readonly string[] Folders = ["done", "failed"];
    static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    internal IReadOnlyList<BatchFileView> Of(long batchId)
    {
        var files = new List<BatchFileView>();
        foreach (var folder in Folders)
        {
            var directory = new DirectoryInfo(Path.Combine(setup.DataFolder, folder));
            if (!directory.Exists) continue;

            var pattern = string.Create(CultureInfo.InvariantCulture, $"*.batch-{batchId}.*");
            files.AddRange(directory.EnumerateFiles(pattern, Plain)
                .Select(f => new BatchFileView(folder, f.Name, f.Length))
                .OrderBy(f => f.Name.Length));
        }
        return files;
    }

    /// <summary>
    /// The path of a file that the batch really has; null otherwise. The name is only ever compared, never joined to a
    /// path, so that no name can lead out of the folders.
    /// </summary>
    internal string? Find(long batchId, string folder, string name) =>
        Of(batchId).FirstOrDefault(f => f.Folder == folder && f.Name == name) is { } file
            ? Path.GetFullPath(Path.Combine(setup.DataFolder, file.Folder, file.Name))
            : null;
}
