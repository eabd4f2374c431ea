namespace BatchRunner.Factoring.Tests.Word;

public sealed class FactoringPathsTests
{
    [Fact]
    public void The_scalar_path_is_always_there_and_the_fastest_comes_first()
    {
        Assert.Equal(FactoringPath.Scalar, FactoringPaths.Available[^1]);
        Assert.Equal(FactoringPaths.Available[0], FactoringPaths.Choose(null));
        Assert.Equal(FactoringPaths.Available[0], FactoringPaths.Choose(" "));
    }

    [Fact]
    public void Every_available_path_can_be_forced_by_its_name()
    {
        foreach (var path in FactoringPaths.Available)
        {
            Assert.Equal(path, FactoringPaths.Choose(FactoringPaths.Name(path)));
            Assert.Equal(path, FactoringPaths.Choose(FactoringPaths.Name(path).ToUpperInvariant()));
        }
    }

    [Fact]
    public void A_path_this_machine_does_not_have_is_refused_by_name()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => FactoringPaths.Choose("neon"));

        Assert.Contains(FactoringPaths.Variable, error.Message, StringComparison.Ordinal);
        Assert.Contains("neon", error.Message, StringComparison.Ordinal);
        Assert.Contains("scalar", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_forced_by_the_environment_is_the_one_in_use()
    {
        var forced = Environment.GetEnvironmentVariable(FactoringPaths.Variable);

        Assert.Equal(FactoringPaths.Choose(forced), FactoringPaths.Current);
    }
}
