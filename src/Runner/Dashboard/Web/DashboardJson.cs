using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchRunner.Runner.Dashboard;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(BatchListView))]
[JsonSerializable(typeof(BatchDetailView))]
[JsonSerializable(typeof(ResultPageView))]
[JsonSerializable(typeof(RejectPageView))]
[JsonSerializable(typeof(RunnersView))]
[JsonSerializable(typeof(FailuresView))]
[JsonSerializable(typeof(ThroughputView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(HealthView))]
sealed partial class DashboardJson : JsonSerializerContext;
