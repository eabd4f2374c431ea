using System.Globalization;
using System.Text.Json;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Architecture.Tests;

/// <summary>The settings file at the root is the documentation people open first.</summary>
public sealed class AppsettingsTests
{
    [Fact]
    public void It_shows_every_option_with_its_default_and_invents_none()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(House.PathOf("appsettings.json")));
        var shown = Shown(file.RootElement.GetProperty(RunnerOptions.Section), "");

        Assert.Equal(Real(new RunnerOptions(), ""), shown);
    }

    static IEnumerable<string> Shown(JsonElement element, string prefix) =>
        from member in element.EnumerateObject()
        let key = prefix + member.Name
        from line in member.Value.ValueKind is JsonValueKind.Object
            ? Shown(member.Value, key + ':')
            : [$"{key} = {member.Value}"]
        select line;

    static IEnumerable<string> Real(object options, string prefix) =>
        from property in options.GetType().GetProperties()
        let key = prefix + property.Name
        let value = property.GetValue(options)!
        from line in value.GetType().Namespace == typeof(RunnerOptions).Namespace
            ? Real(value, key + ':')
            : [$"{key} = {Convert.ToString(value, CultureInfo.InvariantCulture)}"]
        select line;
}
