namespace BatchRunner.Factoring.Wide;

/// <summary>
/// A tiny reproducible random source: the same number always takes the same path, so a report can be repeated.
/// <para>Source: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.</para>
/// </summary>
static class SplitMix
{
    public static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
