namespace BatchRunner.Runner;

/// <summary>What the program answers to the shell; scripts depend on these numbers.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>
    /// Finished, but some lines were rejected, unfactored or quarantined; for <c>factor</c>: a token was no number.
    /// </summary>
    public const int Incomplete = 1;

    /// <summary>The command line or the settings cannot be used.</summary>
    public const int Usage = 2;

    /// <summary><c>verify</c> found something wrong.</summary>
    public const int VerificationFailed = 3;

    /// <summary>There is no such batch.</summary>
    public const int NotFound = 4;

    /// <summary>The ledger is busy or cannot be reached: try again.</summary>
    public const int LedgerUnavailable = 75;

    /// <summary>Ctrl-C; what was begun can be resumed.</summary>
    public const int Interrupted = 130;

    /// <summary>As a shell shows a program whose reader went away, GNU <c>factor</c> under <c>| head</c> too.</summary>
    public const int ReaderGone = 141;

    /// <summary>SIGTERM; what was begun can be resumed.</summary>
    public const int Terminated = 143;
}
