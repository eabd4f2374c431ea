using System.Reflection;

namespace BatchRunner.Storage.Tests.Contract;

public sealed class CoverageTests
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
