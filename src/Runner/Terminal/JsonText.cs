using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchRunner.Runner.Terminal;

/// <summary>What <c>--json</c> prints: camel case, readable, enumerations by name.</summary>
static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Write<T>(T value)
    {
        Screen.Output.WriteLine(JsonSerializer.Serialize(value, Options));
        Screen.Output.Flush();
    }
}
