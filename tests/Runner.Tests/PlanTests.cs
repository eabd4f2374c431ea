using System.Text;
using System.Text.Json;

namespace BatchRunner.Runner.Tests;

public sealed class PlanTests(FinishedBatch batch) : IClassFixture<FinishedBatch>
{
    [Fact]
    public async Task A_plan_tells_what_is_in_a_file_and_changes_nothing()
    {
        var ledger = await File.ReadAllBytesAsync(batch.Ledger);
        await File.WriteAllTextAsync(
            Path.Combine(batch.Path, "mixed.txt"), $"360\n\nabc\n007\n7\n{new string('9', 70)}\n360\n");

        var result = await batch.DoAsync("plan", "mixed.txt", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        using var json = JsonDocument.Parse(result.Output);
        var plan = json.RootElement[0];
        Assert.Equal((7, 5, 1, 1, 2),
            (Long("lines"), Long("numbers"), Long("blanks"), Long("rejects"), Long("duplicates")));
        Assert.Equal(3, plan.GetProperty("firstRejects")[0].GetProperty("line").GetInt64());
        var hardest = plan.GetProperty("hardest");
        Assert.Equal(5, hardest.GetArrayLength());
        Assert.Equal(6, hardest[0].GetProperty("line").GetInt64());
        Assert.Equal(new string('9', 70), hardest[0].GetProperty("number").GetString());
        Assert.Equal("360", hardest[1].GetProperty("number").GetString());
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("sameAsBatch").ValueKind);
        Assert.Equal(ledger, await File.ReadAllBytesAsync(batch.Ledger));

        long Long(string property) => plan.GetProperty(property).GetInt64();
    }

    [Fact]
    public async Task A_file_that_is_a_batch_already_is_recognized()
    {
        await File.WriteAllTextAsync(Path.Combine(batch.Path, "again.txt"), FinishedBatch.Input);
        var again = await batch.DoAsync("plan", "again.txt", "--json");

        using var json = JsonDocument.Parse(again.Output);
        Assert.Equal(1, json.RootElement[0].GetProperty("sameAsBatch").GetInt64());
    }

    [Fact]
    public async Task A_number_that_takes_all_of_its_budget_is_not_planned_to_take_hours()
    {
        await File.WriteAllTextAsync(Path.Combine(batch.Path, "monster.txt"), new string('1', 120) + "\n");

        var result = await batch.DoAsync("plan", "monster.txt", "--json", "--set", "Factoring:BudgetSeconds=600");

        using var json = JsonDocument.Parse(result.Output);
        var alone = json.RootElement[0].GetProperty("workers")[0];
        Assert.InRange(alone.GetProperty("seconds").GetDouble(), 500, 700);
        Assert.InRange(alone.GetProperty("highSeconds").GetDouble(), 600, 1800);
    }

    [Fact]
    public async Task More_workers_are_planned_to_take_less_time_and_the_input_is_a_file_too()
    {
        using var folder = new TempFolder();
        await using var runner = RunnerProcess.Start(
            folder.Path, null, "plan", "-", "--processes", "8", "--workers", "1", "--json");
        var text = string.Concat(Enumerable.Repeat(new string('7', 46) + "\n", 20_000));

        var result = await runner.EndAsync(Encoding.ASCII.GetBytes(text));

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        using var json = JsonDocument.Parse(result.Output);
        var workers = json.RootElement[0].GetProperty("workers").EnumerateArray()
            .ToDictionary(w => w.GetProperty("workers").GetInt32(), w => w.GetProperty("seconds").GetDouble());
        Assert.All([1, 2, 4, 8], count => Assert.Contains(count, workers.Keys));
        Assert.InRange(workers[1] / workers[8], 7, 8.1);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")));
    }

    [Fact]
    public async Task For_a_person_a_plan_is_three_tables()
    {
        await File.WriteAllTextAsync(Path.Combine(batch.Path, "few.txt"), "1000000007\n1000000009\n");

        var result = await batch.DoAsync("plan", "few.txt");

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        Assert.All(
            ["few.txt", "2 = 2 numbers + 0 rejects + 0 blanks", "duplicates", "four cases in five", "hardest line"],
            words => Assert.Contains(words, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await batch.DoAsync("plan", "nowhere.txt");

        Assert.Equal(ExitCode.NotFound, result.ExitCode);
        Assert.Contains("nowhere.txt", result.Messages, StringComparison.Ordinal);
    }
}
