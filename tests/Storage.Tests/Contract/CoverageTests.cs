using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace BatchRunner.Storage.Tests.Contract;

public sealed class CoverageTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_topic_of_the_contract_is_derived_for_every_database()
    {
        var types = typeof(CoverageTests).Assembly.GetTypes();
        var databases = types.Count(t => t.IsSubclassOf(typeof(LedgerSource)) && !t.IsAbstract);
        var topics = types.Where(t => t.IsAbstract && t.BaseType == typeof(LedgerContract)).ToList();

        Assert.NotEmpty(topics);
        foreach (var topic in topics)
        {
            var derived = types.Count(t => t.BaseType == topic);
            Assert.True(derived == databases, $"{topic.Name} is derived {derived} times for {databases} databases.");
        }
    }

    [Fact]
    public void Every_database_is_asked_the_same_questions_of_the_contract()
    {
        var asked = typeof(CoverageTests).Assembly.GetTypes()
            .Where(t => t.BaseType?.BaseType == typeof(LedgerContract))
            .GroupBy(t => t.DeclaringType!, t => t.GetMethods().Sum(Cases))
            .ToDictionary(database => database.Key.Name.Replace("LedgerTests", "", StringComparison.Ordinal), cases => cases.Sum());

        var counts = string.Join(", ", asked.Select(a => $"{a.Key} {a.Value}"));
        output.WriteLine($"Tests of the contract: {counts}");
        Assert.Equal(["Postgres", "Sqlite"], asked.Keys.Order());
        Assert.Single(asked.Values.Distinct());
    }

    static int Cases(MethodInfo method) => method.GetCustomAttribute<TheoryAttribute>() is { }
        ? method.GetCustomAttributes<DataAttribute>().Sum(data => data.GetData(method).Count())
        : method.GetCustomAttributes<FactAttribute>().Count();

    [Fact]
    public void Every_store_of_the_ledger_is_met_by_the_contract()
    {
        var stores = typeof(Ledger).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType.Namespace == typeof(Ledger).Namespace && p.PropertyType.IsSealed)
            .Select(p => p.PropertyType).ToList();

        Assert.Equal(
            [
                typeof(BatchStore), typeof(BatchSummaryStore), typeof(BatchSteering), typeof(ChunkStore),
                typeof(ChunkCommits), typeof(EffortStore), typeof(QuarantineStore), typeof(ResultStore),
                typeof(RejectStore), typeof(RunnerStore), typeof(HistoryStore), typeof(FailureStore),
                typeof(OrderStore), typeof(EpochStore), typeof(PruneStore),
            ],
            stores);
    }
}
