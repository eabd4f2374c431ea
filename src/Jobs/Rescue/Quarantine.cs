using BatchRunner.Jobs.Working;
using BatchRunner.Storage;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Jobs.Rescue;

/// <summary>Sets aside the numbers on which isolated workers died time and again, so that their batches can finish.</summary>
public sealed partial class Quarantine(Ledger ledger, int maxCrashes, ILogger<Quarantine> logger)
{
    public async Task TurnAsync(CancellationToken token)
    {
        foreach (var suspect in await ledger.Quarantine.CondemnedAsync(maxCrashes, token))
        {
            var payload = await ledger.Chunks.PayloadAsync(suspect.PayloadId, token);
            var row = RowOf(payload, suspect.Line);
            if (await ledger.Quarantine.QuarantineAsync(suspect, row, token))
                LogQuarantined(suspect.BatchId, suspect.Line, suspect.Deaths);
        }
    }

    static ResultRows RowOf(ChunkPayload payload, long suspectLine)
    {
        var rows = new ResultRows();
        var reader = new PayloadReader(payload, suspectLine);
        if (!reader.Read(out var line, out var start, out var length) || line != suspectLine)
            throw new InvalidDataException($"Line {suspectLine} is no number line of its payload.");

        RowWriter.AddQuarantined(rows, line, payload.Numbers.AsSpan(start, length));
        return rows;
    }

    [LoggerMessage(1211, LogLevel.Error, "Batch {Batch} line {Line} is quarantined: {Deaths} processes died on it. 'retry' tries it again")]
    partial void LogQuarantined(long batch, long line, int deaths);
}
