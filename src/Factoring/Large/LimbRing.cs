using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using BatchRunner.Factoring.Wide;

namespace BatchRunner.Factoring.Large;

/// <summary>
/// Arithmetic modulo one odd number of any size in Montgomery form, R = 2^(64 k) for k limbs.
/// <para>Mathematics: the operand-scanning form (CIOS): for each limb of one factor add the partial product, add the
/// multiple of n that clears the lowest limb, and drop that limb; one conditional subtraction at the end.</para>
/// <para>Cost: 2 k^2 + k word multiplications, and no allocation.</para>
/// <para>Source: C. K. Koc, T. Acar, B. Kaliski, Analyzing and comparing Montgomery multiplication algorithms,
/// IEEE Micro 16 (1996).</para>
/// </summary>
readonly struct LimbRing : IResidueRing<Limbs>, IDivisors<Limbs, BigInteger>
{
    readonly ulong[] _modulus;
    readonly ulong[] _square;
    readonly ulong[] _work;
    readonly ulong _negativeInverse;
    readonly BigInteger _value;

    public LimbRing(BigInteger modulus)
    {
        LimbCount = (int)((modulus.GetBitLength() + 63) / 64);
        _value = modulus;
        _modulus = ToWords(modulus, LimbCount);
        _square = ToWords((BigInteger.One << (128 * LimbCount)) % modulus, LimbCount);
        _work = new ulong[LimbCount + 2];
        _negativeInverse = 0 - Ring128.InverseModuloWord(_modulus[0]);
    }

    public int LimbCount { get; }

    public void CopyModulus(Span<ulong> limbs) => _modulus.CopyTo(limbs);

    public Limbs Zero() => new(new ulong[LimbCount]);

    public void Assign(ref Limbs result, in Limbs value) => value.Words.CopyTo(result.Words, 0);

    public bool AreEqual(in Limbs left, in Limbs right) => left.Words.AsSpan().SequenceEqual(right.Words);

    public BigInteger CommonDivisor(in Limbs value) => BigInteger.GreatestCommonDivisor(ToInteger(value.Words), _value);

    public void Load(ref Limbs result, ulong value)
    {
        result.Words.AsSpan().Clear();
        result.Words[0] = value;
        Multiply(ref result, result, new Limbs(_square));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ref Limbs result, in Limbs left, in Limbs right)
    {
        var count = LimbCount;
        ref var a = ref MemoryMarshal.GetArrayDataReference(left.Words);
        ref var n = ref MemoryMarshal.GetArrayDataReference(_modulus);
        ref var t = ref MemoryMarshal.GetArrayDataReference(_work);
        _work.AsSpan().Clear();
        var factor = right.Words;
        for (var i = 0; i < count; i++)
        {
            var carry = AddMultiple(ref t, ref a, factor[i], count);
            ref var top = ref Unsafe.Add(ref t, count);
            top += carry;
            ref var above = ref Unsafe.Add(ref t, count + 1);
            above = top < carry ? 1UL : 0;
            ReduceLowest(ref t, ref n, t * _negativeInverse, count);
        }

        var output = result.Words.AsSpan(0, count);
        var difference = SubtractWords(output, _work.AsSpan(0, count), _modulus);
        if (difference > _work[count]) _work.AsSpan(0, count).CopyTo(output);
    }

    public void Add(ref Limbs result, in Limbs left, in Limbs right)
    {
        var sum = _work.AsSpan(0, LimbCount);
        ulong carry = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            var word = left.Words[i] + carry;
            carry = word < carry ? 1UL : 0;
            sum[i] = word + right.Words[i];
            carry += sum[i] < word ? 1UL : 0;
        }
        var borrow = SubtractWords(result.Words, sum, _modulus);
        if (borrow > carry) sum.CopyTo(result.Words);
    }

    public void Subtract(ref Limbs result, in Limbs left, in Limbs right)
    {
        var words = result.Words.AsSpan(0, LimbCount);
        if (SubtractWords(words, left.Words, right.Words) == 0) return;
        ulong carry = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i] + carry;
            carry = word < carry ? 1UL : 0;
            words[i] = word + _modulus[i];
            carry += words[i] < word ? 1UL : 0;
        }
    }

    /// <summary>t += a * factor over <paramref name="count"/> words; the word that runs over is returned.</summary>
    static ulong AddMultiple(ref ulong t, ref ulong a, ulong factor, int count)
    {
        ulong carry = 0;
        for (var i = 0; i < count; i++)
        {
            var word = Unsafe.Add(ref a, i);
            var low = word * factor;
            var high = High(word, factor);
            low += carry;
            high += low < carry ? 1UL : 0;
            ref var target = ref Unsafe.Add(ref t, i);
            var sum = target + low;
            carry = high + (sum < low ? 1UL : 0);
            target = sum;
        }
        return carry;
    }

    /// <summary>t = (t + n * factor) / 2^64, where factor makes the lowest word vanish.</summary>
    static void ReduceLowest(ref ulong t, ref ulong n, ulong factor, int count)
    {
        // The lowest sum is zero by construction; it carries exactly when the word was not zero already.
        var carry = High(n, factor) + (t != 0 ? 1UL : 0);
        for (var i = 1; i < count; i++)
        {
            var word = Unsafe.Add(ref n, i);
            var low = word * factor;
            var high = High(word, factor);
            low += carry;
            high += low < carry ? 1UL : 0;
            var sum = Unsafe.Add(ref t, i) + low;
            carry = high + (sum < low ? 1UL : 0);
            Unsafe.Add(ref t, i - 1) = sum;
        }
        var top = Unsafe.Add(ref t, count) + carry;
        Unsafe.Add(ref t, count - 1) = top;
        Unsafe.Add(ref t, count) = Unsafe.Add(ref t, count + 1) + (top < carry ? 1UL : 0);
    }

    static ulong SubtractWords(Span<ulong> result, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        ulong borrow = 0;
        for (var i = 0; i < result.Length; i++)
        {
            var word = left[i] - borrow;
            var next = left[i] < borrow ? 1UL : 0;
            next += word < right[i] ? 1UL : 0;
            result[i] = word - right[i];
            borrow = next;
        }
        return borrow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    static ulong[] ToWords(BigInteger value, int count)
    {
        var words = new ulong[count];
        value.TryWriteBytes(MemoryMarshal.AsBytes(words.AsSpan()), out _, isUnsigned: true);
        return words;
    }

    public BigInteger ToInteger(in Limbs value)
    {
        var plain = Zero();
        var one = Zero();
        one.Words[0] = 1;
        Multiply(ref plain, value, one);
        return ToInteger(plain.Words);
    }

    static BigInteger ToInteger(ulong[] words) => new(MemoryMarshal.AsBytes(words.AsSpan()), isUnsigned: true);
}
