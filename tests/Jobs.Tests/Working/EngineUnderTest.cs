using BatchRunner.Jobs.Working;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Tests.Working;

/// <summary>The built-in engine. The Hangfire edition has another file in this one's place and runs the same tests.</summary>
static class EngineUnderTest
{
    internal static IEngine Create(Ledger ledger, string folder, WorkOptions options) => new LedgerEngine();
}
