using System.Runtime.InteropServices;

namespace BatchRunner.Benchmarks;

/// <summary>FLINT's n_factor through its shared library, where that is installed (Debian: libflint-dev).</summary>
static unsafe class Flint
{
    static readonly delegate* unmanaged<Factors*, ulong, int, void> Factor = Load(out s_version);

    static readonly string s_version;

    /// <summary>As the library tells it: editions differ a great deal on small numbers.</summary>
    public static string Version => s_version;

    public static string? Missing => Factor is null ? "libflint is not installed" : null;

    public static TimeSpan Time(ulong[] numbers)
    {
        var repeats = Math.Max(1, 3000 / numbers.Length);
        var total = CpuClock.OfThread(() =>
        {
            Factors factors;
            for (var i = 0; i < repeats; i++)
            {
                foreach (var number in numbers)
                {
                    factors.Count = 0;
                    Factor(&factors, number, 1);
                }
            }
        });
        return total / repeats;
    }

    static delegate* unmanaged<Factors*, ulong, int, void> Load(out string edition)
    {
        edition = "";
        foreach (var name in (ReadOnlySpan<string>)["libflint.so", "libflint.so.17", "libflint.so.20"])
        {
            if (NativeLibrary.TryLoad(name, out var library) &&
                NativeLibrary.TryGetExport(library, "n_factor", out var address))
            {
                if (NativeLibrary.TryGetExport(library, "flint_version", out var version))
                    edition = Marshal.PtrToStringUTF8(version) ?? "";
                return (delegate* unmanaged<Factors*, ulong, int, void>)address;
            }
        }
        return null;
    }

    /// <summary>n_factor_t: how many distinct primes, their exponents, the primes.</summary>
    struct Factors
    {
        public int Count;
        public fixed int Exponents[15];
        public fixed ulong Primes[15];
    }
}
