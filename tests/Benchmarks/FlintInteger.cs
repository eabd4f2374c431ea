using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace BatchRunner.Benchmarks;

/// <summary>FLINT's fmpz_factor through its shared library, where that is installed (Debian: libflint-dev).</summary>
static unsafe class FlintInteger
{
    static readonly nint s_library = Load();

    public static string? Missing => s_library == 0 ? "libflint is not installed" : null;

    public static TimeSpan Time(BigInteger[] numbers)
    {
        var create = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(s_library, "fmpz_factor_init");
        var clear = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(s_library, "fmpz_factor_clear");
        var factor = (delegate* unmanaged<void*, nint*, void>)NativeLibrary.GetExport(s_library, "fmpz_factor");
        var parse = (delegate* unmanaged<nint*, byte*, int, int>)NativeLibrary.GetExport(s_library, "fmpz_set_str");
        var integers = new nint[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var text = numbers[i].ToString(CultureInfo.InvariantCulture) + '\0';
            fixed (nint* target = &integers[i])
            fixed (byte* digits = System.Text.Encoding.ASCII.GetBytes(text))
            {
                if (parse(target, digits, 10) != 0) throw new InvalidOperationException($"FLINT refuses {numbers[i]}.");
            }
        }
        // fmpz_factor_struct is five words at most in every version.
        var answer = stackalloc long[8];
        fixed (nint* all = integers)
        {
            var first = (nint)all;
            return CpuClock.OfThread(() =>
            {
                for (var i = 0; i < integers.Length; i++)
                {
                    create(answer);
                    factor(answer, (nint*)first + i);
                    clear(answer);
                }
            });
        }
    }

    static nint Load()
    {
        foreach (var name in (ReadOnlySpan<string>)["libflint.so", "libflint.so.17", "libflint.so.20"])
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (NativeLibrary.TryGetExport(library, "fmpz_factor", out _)) return library;
        }
        return 0;
    }
}
