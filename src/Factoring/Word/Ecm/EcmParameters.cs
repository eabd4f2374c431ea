using System.Numerics;

namespace BatchRunner.Factoring.Word.Ecm;

/// <summary>
/// The bounds for each size of composite. Measured by <c>tests/Benchmarks -- tune-ecm</c> on balanced semiprimes, the
/// hardest numbers of their size, on an AMD EPYC of family 26 with AVX-512; the optimum is flat, and the other paths
/// share it. Class 0 is every composite's first curve: most that come from random numbers have a small factor, and a
/// cheap curve finds it.
/// </summary>
static class EcmParameters
{
    static readonly (int Bits, int B1, int B2)[] Classes =
    [
        (64, 35, 1200),
        (40, 35, 630),
        (44, 35, 1400),
        (48, 70, 1750),
        (52, 85, 3000),
        (56, 125, 6250),
        (60, 160, 7500),
        (62, 205, 8000),
        (64, 230, 11500),
    ];

    static readonly EcmPlan?[] Plans = new EcmPlan?[Classes.Length];

    public const int FirstCurve = 0;

    public static int Count => Classes.Length;

    /// <summary>The class of a composite after its first curve.</summary>
    public static int ClassOf(ulong composite)
    {
        var bits = 64 - BitOperations.LeadingZeroCount(composite);
        var index = 1;
        while (Classes[index].Bits < bits) index++;
        return index;
    }

    /// <summary>Plans are compiled when first needed: a short run needs one or two.</summary>
    public static EcmPlan Plan(int index) => Plans[index] ??= new(Classes[index].B1, Classes[index].B2);
}
