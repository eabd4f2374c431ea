using System.Text;
using System.Text.Json;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Tests.Bench;

public sealed class SettingsEditTests
{
    [Fact]
    public void Only_the_value_changes()
    {
        const string before = """
            {
              // mine
              "Other": [1, { "Runners": 2 }],
              "BatchRunner": {
                "runners": { "WorkersPerProcess": 0, /* why */ "Processes":  2, },
                "Dashboard": { "AccessToken": "Processes" }
              },
            }
            """;

        Assert.Equal(before.Replace("\"Processes\":  2", "\"Processes\":  16", StringComparison.Ordinal), Edit(before));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("{ // nothing yet\n }")]
    [InlineData("""{ "Logging": { "Level": 1 } }""")]
    [InlineData("""{ "BatchRunner": {} }""")]
    [InlineData("""{ "BatchRunner": { "Lease": { "Seconds": 9 } } }""")]
    [InlineData("""{ "BatchRunner": { "Runners": { "WorkersPerProcess": 3 } } }""")]
    [InlineData("\uFEFF{ \"BatchRunner\": { \"Runners\": { \"Processes\": \"4\" } } }")]
    public void What_is_missing_is_added_and_the_rest_stays(string before)
    {
        var after = Edit(before);

        using var json = JsonDocument.Parse(after.TrimStart('\uFEFF'), new() { CommentHandling = JsonCommentHandling.Skip });
        var runners = json.RootElement.GetProperty("BatchRunner").GetProperty("Runners");
        Assert.Equal(16, runners.GetProperty("Processes").GetInt32());
        string[] words = ["// nothing yet", "Logging", "\"Seconds\": 9", "\"WorkersPerProcess\": 3", "\uFEFF"];
        foreach (var word in words) Assert.Equal(before.Contains(word, StringComparison.Ordinal), after.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "BatchRunner": 7 }""")]
    [InlineData("""{ "BatchRunner": { "Runners": [] } }""")]
    [InlineData("[]")]
    [InlineData("{ broken")]
    public void What_cannot_be_edited_is_refused(string before) => Assert.ThrowsAny<JsonException>(() => Edit(before));

    static string Edit(string json) =>
        Encoding.UTF8.GetString(SettingsEdit.Set(Encoding.UTF8.GetBytes(json), "Runners:Processes", 16));
}
