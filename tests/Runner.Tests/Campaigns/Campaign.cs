namespace BatchRunner.Runner.Tests.Campaigns;

/// <summary>
/// How far the tests go that kill, stop and starve real processes. The normal test run takes each just far enough to see
/// it work; <c>BATCHRUNNER_CAMPAIGN=long dotnet test tests/Runner.Tests --filter "Campaigns|Postgres"</c> takes them to
/// the numbers that are promised, holds them to the promised times, and takes about an hour and a half.
/// <c>BATCHRUNNER_CAMPAIGN_SEED</c> repeats a run's random choices.
/// </summary>
static class Campaign
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("BATCHRUNNER_CAMPAIGN") == "long";

    /// <summary>Printed by every campaign.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("BATCHRUNNER_CAMPAIGN_SEED"), out var seed)
            ? seed
            : Random.Shared.Next();

    /// <summary>How long anything may take that no promise is about, on a machine that has other things to do.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(120);

    public static int Size(int usual, int whenLong) => IsLong ? whenLong : usual;

    /// <summary>
    /// The time promised when the campaign is long. In the normal run, beside other tests on a busy machine, five times
    /// as much: enough to tell a rescue from a time-out.
    /// </summary>
    public static TimeSpan Within(double promisedSeconds) => TimeSpan.FromSeconds(IsLong ? promisedSeconds : 5 * promisedSeconds);
}
