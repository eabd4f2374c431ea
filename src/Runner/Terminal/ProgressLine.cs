using System.Globalization;

namespace BatchRunner.Runner.Terminal;

/// <summary>
/// One line on a terminal's stderr that counts up in place and is gone at its end; nothing where no person looks.
/// </summary>
sealed class ProgressLine(string what, long total) : IProgress<long>, IDisposable
{
    readonly bool _isShown = !Console.IsErrorRedirected;

    public void Report(long value)
    {
        if (!_isShown) return;
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what}: {value:N0} of {total:N0} "));
    }

    public void Dispose()
    {
        if (_isShown) Console.Error.Write("\r\e[K");
    }
}
