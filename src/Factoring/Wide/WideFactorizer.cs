using BatchRunner.Factoring.Wide.Sieve;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Numbers of up to 128 bits, one after the other: small primes first, then perfect powers, primality, and the
/// splitting stages on whatever composite is left. One instance serves one thread; its buffers are reused.
/// </summary>
sealed class WideFactorizer
{
    /// <summary>A 128-bit number has at most 127 prime factors.</summary>
    const int MostFactors = 128;

    [ThreadStatic] static WideFactorizer? t_ofThread;

    readonly UInt128[] _primes = new UInt128[MostFactors];
    readonly UInt128[] _pending = new UInt128[MostFactors];
    readonly ulong[] _words = new ulong[WordFactorizer.MaxFactors];
    public static int B1=47,B2=1200,STEP=60,CURVES=24; static VectorWidth Width=VectorWidth.Bits512;    readonly QuadraticSieve _sieve = new();
    readonly EcmStage _curves = new();
    int _count;
    int _pendingCount;
    UInt128 _unsplit;
    FactoringMethod _method;

    public static WideFactorizer OfThread => t_ofThread ??= new();

    /// <summary>The primes found for the last number, ascending.</summary>
    public ReadOnlySpan<UInt128> Primes => _primes.AsSpan(0, _count);

    /// <summary>The sieve this thread may also use for longer numbers.</summary>
    public QuadraticSieve Sieve => _sieve;

    /// <summary>The composite the budget did not suffice for, or 1.</summary>
    public UInt128 Cofactor => _unsplit;

    public FactoringMethod Method => _method;

    public static void Factorize(ReadOnlySpan<UInt128> numbers, FactorLists<UInt128> output, FactoringRun run)
    {
        var factorizer = OfThread;
        foreach (var number in numbers)
        {
            run.StartNumber();
            factorizer.Factor(number, run);
            output.Add(factorizer.Primes, factorizer.Cofactor, factorizer.Method);
        }
    }

    /// <summary>Factors one number; the answer stands in the properties until the next call.</summary>
    public void Factor(UInt128 number, FactoringRun run)
    {
        _count = 0;
        _pendingCount = 0;
        _unsplit = UInt128.One;
        _method = FactoringMethod.None;
        if (number > UInt128.One) FactorAboveOne(number, run);
        Primes.Check(number, _unsplit);
    }

    void FactorAboveOne(UInt128 number, FactoringRun run)
    {
        var rest = number;
        while (UInt128.IsEvenInteger(rest))
        {
            _primes[_count++] = 2;
            rest >>= 1;
        }
        if (rest > ulong.MaxValue)
            _count += WideTrialDivision.Divide(ref rest, 0, WideTrialDivision.PrimeCount / 16, _primes.AsSpan(_count));

        _method = _count > 0 ? FactoringMethod.TrialDivision : FactoringMethod.Prime;
        if (rest > UInt128.One) _pending[_pendingCount++] = rest;
        while (_pendingCount > 0) Settle(_pending[--_pendingCount], run);
        _primes.AsSpan(0, _count).Sort();
        if (_count == 1 && _unsplit == UInt128.One)
            _method = FactoringMethod.Prime | (_method & FactoringMethod.ProbablePrime);
    }

    void Settle(UInt128 part, FactoringRun run)
    {
        if (part <= ulong.MaxValue)
        {
            var count = WordFactorizer.Split((ulong)part, _words, run, out var method);
            foreach (var word in _words.AsSpan(0, count)) _primes[_count++] = word;
            Reached(method);
            return;
        }

        var (root, exponent) = WidePower.Find(part);
        if (exponent > 1)
        {
            Reached(FactoringMethod.PerfectPower);
            for (var i = 0; i < exponent; i++) _pending[_pendingCount++] = root;
            return;
        }

        var ring = new Ring128(part);
        switch (PrimalityTest.Run<Ring128, UInt128>(ring, run))
        {
            case PrimalityVerdict.ProbablePrime:
                _primes[_count++] = part;
                _method |= FactoringMethod.ProbablePrime;
                break;
            case PrimalityVerdict.Composite:
                Split(ring, run);
                break;
            default:
                _unsplit *= part;
                break;
        }
    }

    void Split(in Ring128 ring, FactoringRun run)
    {
        Reached(FactoringMethod.Ecm);
        var divisor = (UInt128)_curves.Split(ring.Modulus, EcmPlan.For(B1, B2, STEP), CURVES, Width, run);
        if (divisor == UInt128.One && run.Continue())
        {
            Reached(FactoringMethod.QuadraticSieve);
            divisor = (UInt128)_sieve.Split(ring.Modulus, run);
        }
        if (divisor == UInt128.One && run.Continue())
        {
            Reached(FactoringMethod.Rho);
            divisor = (UInt128)BrentRho.Split<Ring128, UInt128>(ring, run);
        }
        if (divisor == UInt128.One)
        {
            _unsplit *= ring.Modulus;
            return;
        }
        _pending[_pendingCount++] = divisor;
        _pending[_pendingCount++] = ring.Modulus / divisor;
    }

    void Reached(FactoringMethod stage) => _method = FactoringMethods.Stronger(_method, stage);
}
