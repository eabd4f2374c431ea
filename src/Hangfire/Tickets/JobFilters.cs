using Hangfire;
using Hangfire.Common;

namespace BatchRunner.Hangfire.Tickets;

/// <summary>
/// The filters of tickets: the counts behind the dashboard's graph, and no retries, because the ledger's rule.
/// </summary>
static class JobFilters
{
    internal static JobFilterCollection Create() => new() { new StatisticsHistoryAttribute() };
}
