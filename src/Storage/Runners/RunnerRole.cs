namespace BatchRunner.Storage;

/// <summary>What a process that takes part was started as; the names are those of <c>runners.role</c>.</summary>
public static class RunnerRole
{
    public const string Serve = "serve";
    public const string Work = "work";
    public const string Run = "run";
    public const string Submit = "submit";
}
