namespace BatchRunner.Factoring.Tests;

/// <summary>What a piece of work leaves to the garbage collector once its buffers have grown.</summary>
static class Allocated
{
    const int Passes = 4;

    /// <summary>Bytes that this thread allocates in the thriftiest of several passes; the first ones grow
    /// buffers.</summary>
    public static long Bytes(Action pass)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Passes; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            pass();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
