using BatchRunner.Storage;

namespace BatchRunner.Jobs.Intake;

/// <summary>Looks before it writes: a ledger that runs full in the middle stops every worker, a paused intake none.</summary>
static class FreeSpace
{
    // What a checkpoint, the results of running chunks and other programs need besides.
    const long Reserve = 64L << 20;

    // Payload and rejects go into the write-ahead log first and into the database file later.
    const int CopiesWritten = 2;

    /// <exception cref="LedgerException">The disk has no room for so many bytes.</exception>
    public static void Require(string folder, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var needed = Reserve + (CopiesWritten * bytes);
        if (free >= needed) return;
        throw new LedgerException(LedgerTrouble.DiskFull, $"Only {free >> 20} MiB are free for {folder}; taking in"
            + $" more numbers waits for {needed >> 20} MiB. Free some space: work goes on by itself.");
    }
}
