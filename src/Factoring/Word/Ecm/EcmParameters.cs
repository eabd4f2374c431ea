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
        (64, 47, 1400),
        (40, 35, 900),
        (44, 47, 1400),
        (48, 60, 2100),
        (52, 85, 3000),
        (56, 120, 5000),
        (60, 170, 8000),
        (64, 250, 12000),
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
