using BatchRunner.Jobs.Planning;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Dashboard;

/// <summary>One batch as the pages and the API show it.</summary>
public sealed record BatchView
{
    public required long Id { get; init; }
    public required string Name { get; init; }

    /// <summary>One of <see cref="BatchState"/>.</summary>
    public required string State { get; init; }

    public required bool Paused { get; init; }
    public required string Priority { get; init; }
    public required long Lines { get; init; }
    public required long Blanks { get; init; }
    public required long Numbers { get; init; }
    public required long Rejects { get; init; }
    public required long Done { get; init; }
    public required long Factored { get; init; }
    public required long Unfactored { get; init; }
    public required long Quarantined { get; init; }
    public required long Waiting { get; init; }
    public required long ReadyChunks { get; init; }
    public required long RunningChunks { get; init; }
    public required long FailedChunks { get; init; }

    /// <summary>Predicted CPU seconds of the numbers still waiting.</summary>
    public required double EffortLeftSeconds { get; init; }

    /// <summary>CPU seconds spent on committed rows.</summary>
    public required double CpuSeconds { get; init; }

    public required long Bytes { get; init; }
    public required long LoadedBytes { get; init; }
    public required string Host { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }
    public required string? Error { get; init; }

    /// <summary>Estimated seconds until the last number is done; null when nothing can be said.</summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>One batch of ten ends sooner than this; null when nothing can be said.</summary>
    public required double? SecondsLeftLow { get; init; }

    /// <summary>One batch of ten takes longer than this; null when nothing can be said.</summary>
    public required double? SecondsLeftHigh { get; init; }

    /// <summary>The estimate, or why there is none, in words; null when the batch has ended.</summary>
    public required string? Estimate { get; init; }

    internal bool IsLive => !BatchState.IsFinal(State);

    internal static BatchView Of(BatchSummary batch, EtaBand? eta) => new()
    {
        Id = batch.Id,
        Name = batch.Name,
        State = batch.State,
        Paused = batch.Paused,
        Priority = batch.Priority,
        Lines = batch.Lines,
        Blanks = batch.Blanks,
        Numbers = batch.Numbers,
        Rejects = batch.Rejects,
        Done = batch.Done,
        Factored = batch.Done - batch.Unfactored - batch.Quarantined,
        Unfactored = batch.Unfactored,
        Quarantined = batch.Quarantined,
        Waiting = batch.Waiting,
        ReadyChunks = batch.ReadyChunks,
        RunningChunks = batch.RunningChunks,
        FailedChunks = batch.FailedChunks,
        EffortLeftSeconds = batch.EffortLeft / 1e6,
        CpuSeconds = batch.Micros / 1e6,
        Bytes = batch.Bytes,
        LoadedBytes = batch.LoadedBytes,
        Host = batch.Host,
        CreatedAt = batch.CreatedAt,
        StartedAt = batch.StartedAt,
        FinishedAt = batch.FinishedAt,
        Error = batch.Error,
        SecondsLeft = Seconds(eta?.Middle),
        SecondsLeftLow = Seconds(eta?.Low),
        SecondsLeftHigh = Seconds(eta?.High),
        Estimate = Wording.Estimate(batch, eta),
    };

    // A prediction knows no microseconds.
    static double? Seconds(TimeSpan? span) => span is { } s ? Math.Round(s.TotalSeconds, 1) : null;
}
