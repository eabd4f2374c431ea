using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Runner.Tests;

/// <summary>The verbs that read a finished batch.</summary>
public sealed class ReadingVerbTests(FinishedBatch batch) : IClassFixture<FinishedBatch>
{
    [Fact]
    public void Run_says_by_its_exit_code_that_lines_were_rejected() =>
        Assert.True(batch.Run.ExitCode == ExitCode.Incomplete, batch.Run.Messages + batch.Run.Output);

    [Fact]
    public async Task Status_lists_the_batches()
    {
        var result = await batch.DoAsync("status");

        Assert.True(result.ExitCode == ExitCode.Success, result.Messages);
        Assert.Contains("july.txt", result.Output, StringComparison.Ordinal);
        Assert.Contains("100 %", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("july.txt")]
    public async Task Status_tells_everything_of_one_batch_by_id_or_name(string name)
    {
        var result = await batch.DoAsync("status", name, "--json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(("completed", 7, 2, 3, 2, 3),
            (json.RootElement.GetProperty("state").GetString(), Long("lines"), Long("blanks"), Long("numbers"), Long("rejects"),
                Long("done")));

        long Long(string property) => json.RootElement.GetProperty(property).GetInt64();
    }

    [Fact]
    public async Task Watching_ends_when_nothing_is_left_to_do()
    {
        var result = await batch.DoAsync("status", "--watch", "--json");

        Assert.Equal(ExitCode.Success, result.ExitCode);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("results")]
    [InlineData("rejects")]
    [InlineData("retry")]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("verify")]
    public async Task A_batch_that_is_not_there_is_answered_by_4(string verb)
    {
        var unknown = await batch.DoAsync(verb, "august.txt");
        var nowhere = await batch.DoAsync(verb, "1", "--data", "elsewhere");

        Assert.Equal((ExitCode.NotFound, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("no batch 'august.txt'", unknown.Messages, StringComparison.Ordinal);
        Assert.Equal((ExitCode.NotFound, ""), (nowhere.ExitCode, nowhere.Output));
        Assert.False(Directory.Exists(Path.Combine(batch.Path, "elsewhere")));
    }

    [Fact]
    public async Task Results_are_what_factor_prints()
    {
        var result = await batch.DoAsync("results", "july.txt");

        Assert.Equal("360: 2 2 2 3 3 5\n18446744073709551617: 274177 67280421310721\n7: 7\n", result.Output);
        Assert.Equal(ExitCode.Success, result.ExitCode);
    }

    [Fact]
    public async Task Results_as_csv_have_a_header_and_a_record_a_number()
    {
        var result = await batch.DoAsync("results", "1", "--format", "csv");

        Assert.Equal("line,number,factors,status,cofactor,method,micros", result.Lines[0]);
        Assert.StartsWith("2,360,2 2 2 3 3 5,factored,,", result.Lines[1], StringComparison.Ordinal);
        Assert.Equal(4, result.Lines.Length);
    }

    [Theory]
    [InlineData("--format", "jsonl")]
    [InlineData("--json")]
    public async Task Results_as_json_lines_hold_the_columns_of_the_table(params string[] options)
    {
        var result = await batch.DoAsync(["results", "1", .. options]);

        using var row = JsonDocument.Parse(result.Lines[1]);
        Assert.Equal(3, result.Lines.Length);
        Assert.Equal(5, row.RootElement.GetProperty("line").GetInt64());
        Assert.Equal("18446744073709551617", row.RootElement.GetProperty("number").GetString());
        Assert.Equal(["274177", "67280421310721"],
            row.RootElement.GetProperty("factors").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal("factored", row.RootElement.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, row.RootElement.GetProperty("cofactor").ValueKind);
    }

    [Fact]
    public async Task Results_go_to_a_file_that_appears_complete()
    {
        var written = await batch.DoAsync("results", "1", "-o", "july.factors");
        var refused = await batch.DoAsync("results", "1", "-o", "missing/july.factors");

        Assert.Equal((ExitCode.Success, ""), (written.ExitCode, written.Output));
        Assert.StartsWith("360: 2 2 2", await File.ReadAllTextAsync(Path.Combine(batch.Path, "july.factors")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(batch.Path, "july.factors.writing")));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("missing/july.factors cannot be written", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_are_told_with_their_reasons()
    {
        var result = await batch.DoAsync("rejects", "1");

        Assert.Equal(2, result.Lines.Length);
        Assert.Equal(["4", "=1+1"], result.Lines[0].Split('\t') is [var line, _, var text] ? [line, text] : []);
        Assert.StartsWith("6\t", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spreadsheet_takes_no_reject_for_a_formula()
    {
        var result = await batch.DoAsync("rejects", "1", "--format", "csv");

        Assert.Equal("line,column,reason,text", result.Lines[0]);
        Assert.EndsWith("\"'=1+1\"", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_batch_is_verified()
    {
        var one = await batch.DoAsync("verify", "1");
        var all = await batch.DoAsync("verify", "--json");

        Assert.Equal(ExitCode.Success, one.ExitCode);
        Assert.Contains("sound", one.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, all.ExitCode);
        Assert.Contains("\"sound\": true", all.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE results SET factors = '[\"2\",\"2\",\"2\",\"3\",\"15\"]' WHERE line = 2", "line 2 lists 15 as a prime factor")]
    [InlineData("UPDATE results SET factors = '[\"2\",\"2\",\"2\",\"3\",\"5\"]' WHERE line = 2", "line 2 multiplies out to 120")]
    [InlineData("DELETE FROM results WHERE line = 7", "batch 1")]
    public async Task A_changed_row_is_found_and_answered_by_3(string change, string finding)
    {
        var data = Directory.CreateDirectory(Path.Combine(batch.Path, Guid.NewGuid().ToString("N"))).FullName;
        await using (var source = new SqliteConnection($"Data Source={batch.Ledger};Pooling=False"))
        await using (var copy = new SqliteConnection($"Data Source={Path.Combine(data, "ledger.db")};Pooling=False"))
        {
            await source.OpenAsync();
            await copy.OpenAsync();
            source.BackupDatabase(copy);
            await using var command = copy.CreateCommand();
            command.CommandText = change;
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var result = await batch.DoAsync("verify", "1", "--data", data);

        Assert.Equal(ExitCode.VerificationFailed, result.ExitCode);
        Assert.Contains(finding, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_batch_is_not_steered()
    {
        var retried = await batch.DoAsync("retry", "1");
        var cancelled = await batch.DoAsync("cancel", "1");
        var paused = await batch.DoAsync("pause", "1");

        Assert.Equal((ExitCode.Success, ExitCode.Usage, ExitCode.Usage), (retried.ExitCode, cancelled.ExitCode, paused.ExitCode));
        Assert.Contains("nothing to retry", retried.Messages, StringComparison.Ordinal);
        Assert.Contains("has ended already: it is completed", cancelled.Messages, StringComparison.Ordinal);
    }
}
