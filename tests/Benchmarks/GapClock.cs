using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary>
/// The thread's CPU time as a clock that notes the longest stretch between two readings, and who ended it: a run with a
/// budget reads its clock at every look.
/// </summary>
sealed class GapClock : TimeProvider
{
    long _last = Now();

    public TimeSpan Longest { get; private set; }

    /// <summary>The method that looked after the longest stretch.</summary>
    public string Where { get; private set; } = "-";

    public int Readings { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        var now = Now();
        Note(now, null);
        Readings++;
        // Walking the stack takes a while, which is not the work's.
        return _last = Now();
    }

    /// <summary>The stretch from the last look to the answer counts too.</summary>
    public void End() => Note(Now(), "answer");

    void Note(long now, string? where)
    {
        if (now - _last <= Longest.Ticks) return;
        Longest = TimeSpan.FromTicks(now - _last);
        Where = where ?? Caller();
    }

    static string Caller()
    {
        foreach (var frame in new StackTrace(2, false).GetFrames())
        {
            var method = frame.GetMethod();
            if (method?.DeclaringType is { Name: not (nameof(GapClock) or "FactoringRun" or "TimeProvider") } type)
                return $"{type.Name.Split('`')[0]}.{method.Name}";
        }
        return "?";
    }

    static long Now() => CpuClock.NowOfThread().Ticks;
}
