using BatchRunner.Jobs.Intake;

namespace BatchRunner.Jobs.Tests.Intake;

/// <summary>
/// This test assembly as a program: one process that submits a file, takes the inbox in, works everything and exports
/// it, until nothing is left to do. Tests start it and let it die at a failpoint.
/// </summary>
static class FileChild
{
    /// <summary>Slices of a few kilobytes, so that every file is many of them.</summary>
    public static readonly IntakeLimits Limits = new()
    {
        MaxNumbers = 100,
        SlicePayloadBytes = 4000,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["files", var dataFolder, var submitted])
        {
            await Console.Error.WriteLineAsync("This program is started by its tests: files DATAFOLDER FILE");
            return 2;
        }
        using var house = await FileHouse.OpenAsync(dataFolder, Limits);
        await house.RescueAsync();
        await house.Submission.SubmitFileAsync(submitted, null, 0, false, CancellationToken.None);
        await house.RunDryAsync();
        return 0;
    }
}
