using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BatchRunner.Factoring.Word;

/// <summary>
/// The high word of a 64 x 64 bit product. The low word is the ordinary product: taking the two apart avoids the
/// round trip through the stack that the three-operand form costs in the inner loops.
/// </summary>
static class WideProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong High(ulong a, ulong b)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.MultiplyNoFlags(a, b);
        if (ArmBase.Arm64.IsSupported) return ArmBase.Arm64.MultiplyHigh(a, b);
        return Math.BigMul(a, b, out _);
    }
}
