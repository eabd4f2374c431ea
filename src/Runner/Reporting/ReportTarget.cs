using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Terminal;

namespace BatchRunner.Runner.Reporting;

/// <summary>Where a report goes: the output, or a file that appears under its name only when it is complete.</summary>
sealed class ReportTarget : IAsyncDisposable
{
    const int BufferBytes = 64 * 1024;

    readonly string? _path;

    ReportTarget(Stream stream, string? path)
    {
        Stream = stream;
        _path = path;
    }

    public Stream Stream { get; }

    /// <param name="path">Null for the output.</param>
    /// <exception cref="VerbException">The file cannot be written.</exception>
    public static ReportTarget Open(string? path)
    {
        if (path is null) return new(new BufferedStream(new StandardOutputStream(), BufferBytes), null);
        try
        {
            var file = new FileStream(
                Unfinished(path), FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
            return new(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Usage, $"{path} cannot be written: {error.Message}");
        }
    }

    /// <summary>Everything has been written.</summary>
    public async Task CompleteAsync(CancellationToken token)
    {
        await Stream.FlushAsync(token);
        if (_path is null) return;
        await Stream.DisposeAsync();
        File.Move(Unfinished(_path), _path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        // What was written to a closed pipe stays in the buffer, and flushing it would only say so again.
        if (_path is null) return;
        await Stream.DisposeAsync();
        File.Delete(Unfinished(_path));
    }

    static string Unfinished(string path) => path + ".writing";
}
