using System.Numerics;
using System.Runtime.InteropServices;
using BatchRunner.Factoring.Large;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// The self-initializing quadratic sieve with one large prime, for odd composites below 2^210 that are no prime powers.
/// <para>
/// Mathematics: values of Q(x) = A x^2 + 2 B x + C that split over the factor base give squares (A x + B)^2 = A Q(x)
/// modulo kN; an even combination of them gives X^2 = Y^2, and gcd(X - Y, N) is a proper divisor at least every second
/// time.
/// </para>
/// <para>Cost: exp(sqrt(ln N ln ln N)) up to lower terms.</para>
/// <para>Source: C. Pomerance, EUROCRYPT 84; R. D. Silverman, Math. Comp. 48 (1987); S. P. Contini, thesis, University
/// of Georgia 1997.</para>
/// </summary>
sealed class QuadraticSieve(FactoringPath path)
{
    /// <summary>Up to here every value of a polynomial fits 127 bits.</summary>
    public const int MostBits = 205;

    const int MostCandidates = 1024;
    const int CandidatesPerLook = 16;

    // Far more than any number needs: past this the choice of A only repeats itself.
    const int MostCoefficients = 1_000_000;

    readonly FactorBase _base = new();
    readonly Coefficient _coefficient = new();
    readonly Polynomial _polynomial = new();
    readonly SieveInterval _interval = new();
    readonly Relations _relations = new();
    readonly Dependencies _dependencies = new();
    readonly List<(int One, int Other)> _rows = [];
    readonly List<int> _members = [];
    readonly HashSet<UInt128> _used = [];
    readonly int[] _candidates = new int[MostCandidates];
    readonly CandidateDivision _division = new();
    readonly Congruence _congruence = new();
    BigInteger _number;
    UInt128 _shortNumber;
    int _half;
    uint _largePrimeLimit;

    /// <summary>Polynomials sieved for the last number.</summary>
    public int Polynomials { get; private set; }

    /// <summary>Relations of the last number, those that found no partner included.</summary>
    public int RelationCount => _relations.Count;

    /// <summary>A proper divisor, or 1 when the run ends first. Once the buffers have grown, nothing is
    /// allocated.</summary>
    public UInt128 Split(UInt128 number, FactoringRun run) =>
        Split(number, SieveParameters.ForBits(Math.Log2((double)number)), run);

    public UInt128 Split(UInt128 number, SieveParameters parameters, FactoringRun run)
    {
        _shortNumber = number;
        return Split([(ulong)number, (ulong)(number >> 64)], Math.Log2((double)number), parameters, run);
    }

    /// <summary>As <see cref="Split(UInt128, FactoringRun)"/> for a number of up to <see cref="MostBits"/> bits; above
    /// 128 bits the divisor returned is the smaller of the two that are found, which fits two words.</summary>
    public UInt128 Split(BigInteger number, FactoringRun run) =>
        Split(number, SieveParameters.ForBits(BigInteger.Log(number, 2)), run);

    public UInt128 Split(BigInteger number, SieveParameters parameters, FactoringRun run)
    {
        var bits = number.GetBitLength();
        if (bits <= 128) return Split((UInt128)number, parameters, run);
        var limbs = (stackalloc ulong[(int)((bits + 63) / 64)]);
        number.TryWriteBytes(MemoryMarshal.AsBytes(limbs), out _, isUnsigned: true);
        _shortNumber = 0;
        _number = number;
        return Split(limbs, BigInteger.Log(number, 2), parameters, run);
    }

    UInt128 Split(ReadOnlySpan<ulong> number, double log, SieveParameters parameters, FactoringRun run)
    {
        var multiplier = Multiplier.Choose(number);
        var divisor = _base.Build(number, multiplier, parameters.FactorBase, run);
        if (divisor != 1) return Math.Max(1, divisor);

        var length = 1 << parameters.IntervalBits;
        _half = length / 2;
        var logProduct = log + Math.Log2(multiplier);
        _polynomial.Prepare(_base, unchecked(new UInt128(number[1], number[0]) * multiplier));
        _coefficient.Prepare(_base, ((logProduct + 1) / 2) - Math.Log2(_half), number[0]);
        _interval.Prepare(length, _base.Count);
        _relations.Clear();
        _rows.Clear();
        _used.Clear();
        _dependencies.Prepare(_base.Count + 1);
        _largePrimeLimit = (uint)Math.Min(uint.MaxValue, _base.Largest * parameters.LargePrimeFactor);
        var typical = ((logProduct - 1) / 2) + Math.Log2(_half);
        var threshold = (int)Math.Min(127, Math.Round(typical - parameters.Slack));
        var from = 1;
        while (_base.Prime[from] < parameters.FirstSieved) from++;
        Polynomials = 0;
        return path switch
        {
            FactoringPath.Avx512 => Collect<EightLanes>(from, threshold, run),
            FactoringPath.Avx2 => Collect<FourLanes>(from, threshold, run),
            _ => Collect<OneLane>(from, threshold, run),
        };
    }

    UInt128 Collect<TLanes>(int from, int threshold, FactoringRun run)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var index = 0; index < MostCoefficients && run.Continue(); index++)
        {
            _coefficient.Choose(index);
            var factors = _coefficient.Factors;
            _polynomial.Start<TLanes>(factors, _half);
            if (!_used.Add(_polynomial.A)) continue;
            for (var step = 1; ; step++)
            {
                if (!run.Continue()) return UInt128.One;
                Polynomials++;
                _interval.Fill(_polynomial, _base, factors, from, threshold);
                var found = SieveKernel.Scan(_interval.Bytes, _candidates, path);
                for (var i = 0; i < found; i++)
                {
                    if (i % CandidatesPerLook == CandidatesPerLook - 1 && !run.Continue()) return UInt128.One;
                    var divisor = Examine(_candidates[i], factors, run);
                    if (divisor != UInt128.One) return divisor;
                }
                if (step == 1 << (factors.Length - 1)) break;
                _polynomial.Advance(step, path);
            }
        }
        return UInt128.One;
    }

    UInt128 Examine(int candidate, ReadOnlySpan<int> factors, FactoringRun run)
    {
        var count = _division.Divide(_polynomial, _base, candidate, _half, factors, path, out var root, out var rest);
        if (rest > _largePrimeLimit) return UInt128.One;
        var index = _relations.Add(root, _division.Factors[..count], (uint)rest, out var partner);
        if (index < 0) return UInt128.One;

        _rows.Add((index, partner));
        var row = _dependencies.Row;
        Flip(row, index);
        if (partner >= 0) Flip(row, partner);
        if (!_dependencies.Reduce()) return UInt128.One;
        _dependencies.Members(_members);
        if (_shortNumber != 0)
        {
            return _congruence.Divisor<Ring128, UInt128, UInt128>(
                new(_shortNumber), _base, _relations, _rows, _members, run);
        }
        var divisor = _congruence.Divisor<LimbRing, Limbs, BigInteger>(
            new(_number), _base, _relations, _rows, _members, run);
        return (UInt128)BigInteger.Min(divisor, _number / divisor);
    }

    void Flip(Span<ulong> row, int relation)
    {
        foreach (var factor in _relations.Factors(relation))
        {
            // The sign takes the lowest column, each prime the one above its index: rare primes are reduced first.
            var column = factor == Relations.Sign ? 0 : factor + 1;
            row[column >> 6] ^= 1UL << (column & 63);
        }
    }
}
