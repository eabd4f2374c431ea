using System.Text.Json;

namespace BatchRunner.Runner.Tests;

public sealed class DoctorTests(FinishedBatch batch) : IClassFixture<FinishedBatch>
{
    [Fact]
    public async Task A_healthy_place_is_answered_by_0_with_every_subject()
    {
        var result = await batch.DoAsync("doctor");

        Assert.True(result.ExitCode == ExitCode.Success, result.Output + result.Messages);
        Assert.All(["settings", "folders", "disk", "file system", "processor", "engine", "journal", "edition", "ledger", "clock", "work"],
            subject => Assert.Contains(result.Lines, line => line.Contains($"  {subject} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_version_of_SQLite_and_its_fault_are_named()
    {
        var result = await batch.DoAsync("doctor", "--json");

        using var json = JsonDocument.Parse(result.Output);
        var engine = json.RootElement.EnumerateArray().Single(d => d.GetProperty("subject").GetString() == "engine");
        var version = Version.Parse(engine.GetProperty("finding").GetString()!.Split(' ')[1]);
        Assert.Equal(version <= new Version(3, 51, 2) ? "note" : "good", engine.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_place_without_a_ledger_is_healthy_and_stays_without()
    {
        var result = await batch.DoAsync("doctor", "--data", "nothing-here");

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("none in", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(batch.Path, "nothing-here")));
    }

    [Fact]
    public async Task A_ledger_that_is_none_is_answered_by_75_with_a_remedy()
    {
        var data = Directory.CreateDirectory(Path.Combine(batch.Path, "garbage")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "ledger.db"), string.Concat(Enumerable.Repeat("no database ", 1000)));

        var doctor = await batch.DoAsync("doctor", "--data", data);
        var status = await batch.DoAsync("status", "--data", data);

        Assert.Equal((ExitCode.LedgerUnavailable, ExitCode.LedgerUnavailable), (doctor.ExitCode, status.ExitCode));
        Assert.Contains("BAD", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("ledger.db", status.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_named_with_a_remedy()
    {
        await File.WriteAllTextAsync(Path.Combine(batch.Path, "file"), "");

        var result = await batch.DoAsync("doctor", "--set", $"Inbox:Folder={Path.Combine(batch.Path, "file")}");

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("name another folder", result.Output, StringComparison.Ordinal);
    }
}
