using BatchRunner.Jobs.Working;
using BatchRunner.Runner.Settings;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Hosting;

/// <summary>One process as an edition sees it.</summary>
/// <param name="RunnerId">This process in the ledger's <c>runners</c>.</param>
/// <param name="Work">How chunks are worked on this machine.</param>
public sealed record EditionSite(Ledger Ledger, EffectiveSettings Settings, long RunnerId, WorkOptions Work);
