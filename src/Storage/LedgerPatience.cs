using Polly;
using Polly.Retry;

namespace BatchRunner.Storage;

/// <summary>
/// What to do while the ledger is busy, full or gone: wait with a growing pause of at most 5 s and ask again. What
/// needs a person (a damaged or newer ledger) is not waited for.
/// </summary>
public sealed class LedgerPatience
{
    /// <summary>For a service: it goes on by itself whenever the trouble has passed.</summary>
    public const int Endless = int.MaxValue;

    /// <summary>For a person who waits at a terminal: some ten seconds.</summary>
    public const int AtTheTerminal = 7;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    readonly ResiliencePipeline _pipeline;
    readonly Action<string> _waits;
    readonly Action _goesOn;
    bool _waiting;

    /// <param name="tries">How often to ask again: <see cref="Endless"/> or <see cref="AtTheTerminal"/>.</param>
    /// <param name="waits">Told once when the waiting begins, with the reason in words.</param>
    /// <param name="goesOn">Told once when it is over.</param>
    public LedgerPatience(TimeProvider time, int tries, Action<string> waits, Action goesOn)
    {
        _waits = waits;
        _goesOn = goesOn;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = tries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<LedgerException>(e => e.IsPassing),
                OnRetry = arguments =>
                {
                    Wait(arguments.Outcome.Exception!.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <param name="ask">May have happened although it fails: it must be harmless to do it twice.</param>
    /// <exception cref="LedgerException">It does not pass by itself, or lasts longer than the patience.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken token)
    {
        var answer = await _pipeline.ExecuteAsync(async inner => await ask(inner), token);
        if (_waiting) _goesOn();
        _waiting = false;
        return answer;
    }

    void Wait(string reason)
    {
        if (!_waiting) _waits(reason);
        _waiting = true;
    }
}
