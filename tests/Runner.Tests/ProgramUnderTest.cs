namespace BatchRunner.Runner.Tests;

/// <summary>The program that the processes of these tests run.</summary>
static class ProgramUnderTest
{
    public const string Name = "BatchRunner.Runner";
}
