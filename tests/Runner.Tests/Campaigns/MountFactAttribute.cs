namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>A test that mounts a file system. Without root it is skipped, and says so; in CI it then fails.</summary>
sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "Mounting a small file system needs root.";
    }
}
