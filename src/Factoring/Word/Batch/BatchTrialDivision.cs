using System.Numerics;
using System.Runtime.CompilerServices;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Factoring.Word.Batch;

/// <summary>
/// Trial division with a vector of primes a comparison (see <see cref="SmallPrimes"/>): all quotients by the exact
/// inverses at once, and only those primes that divide are looked at one by one. Cost on AVX-512: about 1.5 cycles for
/// 16 primes below 2^32, for 8 primes above.
/// </summary>
sealed unsafe class BatchTrialDivision<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Odd primes tried on numbers below 2^32: up to 313.</summary>
    public const int HalfPrimes = 64;

    /// <summary>Odd primes tried on larger numbers: up to 1171.</summary>
    const int WordPrimes = 192;

    // 317 is the first odd prime that is not tried; what is left below its square is prime.
    const ulong NextPrime = 317;

    /// <summary>What any trial division here leaves is prime below this.</summary>
    public const ulong CertainlyPrimeBelow = NextPrime * NextPrime;

    // 63 factors of 2, or fewer and the rest.
    const int MostFactors = 64;

    readonly uint[] _primes = SmallPrimes.Primes;
    readonly uint* _halfInverses = PrimeTables.HalfInverses;
    readonly uint* _halfLimits = PrimeTables.HalfLimits;
    readonly ulong* _wordInverses = PrimeTables.WordInverses;
    readonly ulong* _wordLimits = PrimeTables.WordLimits;

    /// <summary>Opens the number's answer with its small primes.</summary>
    /// <returns>What is left and may be composite; 1 when the answer is complete.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong Divide(ulong number, FactorLists<ulong> output)
    {
        var room = output.Open(MostFactors);
        if (number < 2)
        {
            output.Close(0, 0, 1, FactoringMethod.None);
            return 1;
        }

        ref var factors = ref room[0];
        var count = BitOperations.TrailingZeroCount(number);
        for (var i = 0; i < count; i++) Unsafe.Add(ref factors, i) = 2;
        var rest = number >> count;
        rest = rest <= uint.MaxValue
            ? DivideHalf((uint)rest, ref factors, ref count)
            : DivideWord(rest, ref factors, ref count);
        if (rest > 1 && rest < CertainlyPrimeBelow)
        {
            Unsafe.Add(ref factors, count++) = rest;
            rest = 1;
        }

        // A factor of what is left has more than 8 bits.
        var later = rest > 1 ? (64 - BitOperations.LeadingZeroCount(rest)) / 8 : 0;
        output.Close(count, later, 1, FactoringMethod.TrialDivision);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    uint DivideHalf(uint rest, ref ulong factors, ref int count)
    {
        for (var first = 0; first < HalfPrimes; first += TLanes.HalfDivisorsWidth)
        {
            // Worth a branch only where a step is slow.
            if (TLanes.HalfDivisorsWidth < 8 && _primes[first] * _primes[first] > rest) break;
            var divisors = TLanes.HalfDivisors(rest, _halfInverses + first, _halfLimits + first);
            for (; divisors != 0; divisors &= divisors - 1)
            {
                var i = first + BitOperations.TrailingZeroCount(divisors);
                var inverse = _halfInverses[i];
                var limit = _halfLimits[i];
                for (var quotient = rest * inverse; quotient <= limit; quotient = rest * inverse)
                {
                    Unsafe.Add(ref factors, count++) = _primes[i];
                    rest = quotient;
                }
            }
        }
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ulong DivideWord(ulong rest, ref ulong factors, ref int count)
    {
        for (var first = 0; first < WordPrimes; first += TLanes.Width)
        {
            var divisors = TLanes.Divisors(rest, _wordInverses + first, _wordLimits + first);
            for (; divisors != 0; divisors &= divisors - 1)
            {
                var i = first + BitOperations.TrailingZeroCount(divisors);
                var inverse = _wordInverses[i];
                var limit = _wordLimits[i];
                for (var quotient = rest * inverse; quotient <= limit; quotient = rest * inverse)
                {
                    Unsafe.Add(ref factors, count++) = _primes[i];
                    rest = quotient;
                }
            }
        }
        return rest;
    }
}
