namespace BatchRunner.Runner.Tests;

/// <summary>The campaigns of the built-in engine run this program here: whatever they promise, the edition promises too.</summary>
static class ProgramUnderTest
{
    public const string Name = "BatchRunner.Hangfire";
}
