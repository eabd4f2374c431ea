using System.Text;
using BatchRunner.Runner.Commands;

namespace BatchRunner.Runner.Bench;

/// <summary>A file that is exchanged as a whole: whoever reads it meets the old edition or the new one.</summary>
static class ReplacedFile
{
    /// <exception cref="VerbException">It cannot be written.</exception>
    internal static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <exception cref="VerbException">It cannot be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var known = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
            var target = known?.FullName ?? Path.GetFullPath(path);
            var fresh = target + ".writing";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            // Settings may hold an access token that only their owner is to read.
            if (!OperatingSystem.IsWindows() && File.Exists(target)) options.UnixCreateMode = File.GetUnixFileMode(target);
            using (var file = new FileStream(fresh, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Usage, $"{path} cannot be written: {error.Message}");
        }
    }
}
