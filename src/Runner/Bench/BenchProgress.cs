namespace BatchRunner.Runner.Bench;

/// <summary>What is being measured, in one line on a terminal's stderr; nothing where no person looks.</summary>
sealed class BenchProgress : IProgress<string>
{
    readonly bool _isShown = !Console.IsErrorRedirected;

    public void Report(string value)
    {
        if (_isShown) Console.Error.Write($"\r\e[K{value} ");
    }

    /// <summary>Takes the line away.</summary>
    internal void End()
    {
        if (_isShown) Console.Error.Write("\r\e[K");
    }
}
