using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Division of a number of up to 128 bits by the odd primes below a bound, without a division.
/// <para>
/// Mathematics: with 32-bit words w and r_i = 2^(32 i) mod p, the sum w0 + w1 r1 + w2 r2 + w3 r3 is below 2^50 for
/// p below 2^16 and congruent to n; an s below 2^64 is divisible by p exactly when s p^-1 mod 2^64 is at most
/// floor((2^64 - 1) / p).
/// </para>
/// <para>Cost: four multiplications and one comparison a prime.</para>
/// <para>Source: T. Granlund, P. Montgomery, Division by invariant integers using multiplication, PLDI 1994, section
/// 9.</para>
/// </summary>
static class WideTrialDivision
{
    static readonly Row[] Rows = [.. SmallPrimes.Primes.Select(Row.Of)];

    /// <summary>How many odd primes stand in the table.</summary>
    public static int PrimeCount => Rows.Length;

    /// <summary>
    /// Divides out the odd primes with index <paramref name="from"/> up to before <paramref name="to"/>, writes them
    /// ascending with multiplicity and returns how many. Stops early once the cofactor is 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Divide(ref UInt128 number, int from, int to, Span<UInt128> primes)
    {
        var count = 0;
        var value = number;
        ulong low = (ulong)value, high = (ulong)(value >> 64);
        for (var i = from; i < to; i++)
        {
            ref readonly var row = ref Rows[i];
            if (!row.Divides(low, high)) continue;
            do
            {
                primes[count++] = row.Prime;
                value /= row.Prime;
                low = (ulong)value;
                high = (ulong)(value >> 64);
            }
            while (row.Divides(low, high));
            if (value.Equals(UInt128.One)) break;
        }
        number = value;
        return count;
    }

    readonly record struct Row(uint Prime, uint Power1, uint Power2, uint Power3, ulong Inverse, ulong Bound)
    {
        public static Row Of(uint prime)
        {
            var power1 = (1UL << 32) % prime;
            var power2 = power1 * power1 % prime;
            var power3 = power2 * power1 % prime;
            var inverse = Ring128.InverseModuloWord(prime);
            return new(prime, (uint)power1, (uint)power2, (uint)power3, inverse, ulong.MaxValue / prime);
        }

        public bool Divides(ulong low, ulong high)
        {
            var sum = (uint)low + ((low >> 32) * Power1) + ((ulong)(uint)high * Power2) + ((high >> 32) * Power3);
            return sum * Inverse <= Bound;
        }
    }
}
