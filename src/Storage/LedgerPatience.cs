using Polly;
using Polly.Retry;

namespace BatchRunner.Storage;

/// <summary>
/// What to do while the ledger is busy, full or gone: wait with a growing pause of at most 5 s and try again, for as
/// long as it takes. What needs a person (a damaged or newer ledger) is not waited for.
/// </summary>
public static class LedgerPatience
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="waits">Told once when the waiting begins, with the reason in words.</param>
    /// <param name="goesOn">Told once when it is over.</param>
    public static ResiliencePipeline Create(TimeProvider time, Action<string> waits, Action goesOn)
    {
        var waiting = false;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                UseJitter = true,
                ShouldHandle = arguments =>
                {
                    var passing = arguments.Outcome.Exception is LedgerException { IsPassing: true };
                    if (waiting && !passing) goesOn();
                    waiting &= passing;
                    return ValueTask.FromResult(passing);
                },
                OnRetry = arguments =>
                {
                    if (!waiting) waits(arguments.Outcome.Exception!.Message);
                    waiting = true;
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}
