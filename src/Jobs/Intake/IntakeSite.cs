using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>Where intake and export happen and on whose behalf.</summary>
/// <param name="Host">This machine: files stay on the machine that took them in.</param>
/// <param name="RunnerId">This process in the ledger; what it loads or exports is leased to it.</param>
public sealed record IntakeSite(
    Ledger Ledger, DataFolders Folders, IntakeLimits Limits, string Host, long RunnerId, TimeProvider Time);
