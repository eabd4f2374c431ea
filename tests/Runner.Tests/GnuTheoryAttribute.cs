namespace BatchRunner.Runner.Tests;

/// <summary>
/// A test that needs Debian's <c>factor</c>; skipped with a reason where there is none, but never under CI.
/// </summary>
sealed class GnuTheoryAttribute : TheoryAttribute
{
    public GnuTheoryAttribute()
    {
        if (!GnuFactor.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "GNU factor is not installed in /usr/bin (package coreutils).";
    }
}
