namespace BatchRunner.Jobs.Export;

/// <summary>
/// A file that appears under its name complete and safe on disk, or not at all: written beside it under a hidden name,
/// flushed, renamed.
/// </summary>
/// <param name="path">Where it appears; an older edition is replaced.</param>
/// <param name="hiddenName">Used by nobody else: a stopped exporter may wake up and go on writing its own.</param>
sealed class DurableFile(string path, string hiddenName) : IAsyncDisposable
{
    const int BufferBytes = 64 * 1024;

    readonly FileStream _file = new(Path.Combine(Path.GetDirectoryName(path)!, hiddenName), FileMode.Create,
        FileAccess.Write, FileShare.Read | FileShare.Delete, BufferBytes);

    public Stream Stream => _file;

    /// <summary>Gives the file its name. Without this call it goes away when disposed of.</summary>
    public void Keep()
    {
        _file.Flush(flushToDisk: true);
        Failpoint.Reach(Failpoint.ExportWritten);
        File.Move(_file.Name, path, overwrite: true);
        Failpoint.Reach(Failpoint.ExportNamed);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        File.Delete(_file.Name);
    }
}
