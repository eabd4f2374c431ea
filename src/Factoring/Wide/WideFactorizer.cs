using System.Runtime.InteropServices;
using BatchRunner.Factoring.Wide.Sieve;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Wide;

/// <summary>
/// Numbers of up to 128 bits, one after the other: small primes first, then perfect powers, primality, and the
/// splitting stages on whatever composite is left. One instance serves one thread; its buffers are reused.
/// </summary>
sealed class WideFactorizer(FactoringPath path)
{
    /// <summary>A 128-bit number has at most 127 prime factors.</summary>
    const int MostFactors = 128;

    // Tuned on uniform 96-bit numbers: enough to find nearly every factor below 2^24 and every second below 2^30.
    const int CurveCount = 24;

    static readonly EcmPlan FirstCurves = EcmPlan.For(47, 1200, 60);

    // Where the sieve takes milliseconds, a longer look for a factor of up to 36 bits pays.
    static readonly EcmPlan SecondCurves = EcmPlan.For(150, 6000, 210);

    const int SecondCurvesBits = 100;

    [ThreadStatic] static WideFactorizer? t_ofThread;

    readonly UInt128[] _primes = new UInt128[MostFactors];
    readonly UInt128[] _pending = new UInt128[MostFactors];
    readonly FactorLists<ulong> _partAnswer = new();
    WordEngine? _words;
    readonly QuadraticSieve _sieve = new(path);
    readonly EcmStage _curves = new(path);
    readonly FactorLists<ulong> _wordAnswers = new();
    readonly List<ulong> _wordNumbers = [];
    int _count;
    int _pendingCount;
    UInt128 _unsplit;
    FactoringMethod _method;

    public static WideFactorizer OfThread => t_ofThread ??= new(FactoringPaths.Current);

    WordEngine Words => _words ??= WordEngine.For(path);

    /// <summary>The primes found for the last number, ascending.</summary>
    public ReadOnlySpan<UInt128> Primes => _primes.AsSpan(0, _count);

    /// <summary>Elliptic curves and the sieve serve longer numbers too.</summary>
    public EcmStage Curves => _curves;

    public QuadraticSieve Sieve => _sieve;

    /// <summary>The composite the budget did not suffice for, or 1.</summary>
    public UInt128 Cofactor => _unsplit;

    public FactoringMethod Method => _method;

    public void Factorize(ReadOnlySpan<UInt128> numbers, FactorLists<UInt128> output, FactoringRun run)
    {
        FactorizeWords(numbers, run);
        var word = 0;
        foreach (var number in numbers)
        {
            if (number <= ulong.MaxValue)
            {
                var factors = _wordAnswers.Factors(word);
                for (var i = 0; i < factors.Length; i++) _primes[i] = factors[i];
                output.Add(_primes.AsSpan(0, factors.Length), UInt128.One, _wordAnswers.Method(word++));
                continue;
            }
            run.StartNumber();
            Factor(number, run);
            output.Add(Primes, Cofactor, Method);
        }
    }

    /// <summary>What fits one word is answered first and together: side by side is how the word engine is
    /// fast.</summary>
    void FactorizeWords(ReadOnlySpan<UInt128> numbers, FactoringRun run)
    {
        _wordNumbers.Clear();
        _wordAnswers.Clear();
        foreach (var number in numbers)
        {
            if (number <= ulong.MaxValue) _wordNumbers.Add((ulong)number);
        }
        if (_wordNumbers.Count == 0) return;
        Words.Factorize(CollectionsMarshal.AsSpan(_wordNumbers), _wordAnswers, run);
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
            _partAnswer.Clear();
            Words.Factorize([(ulong)part], _partAnswer, run);
            foreach (var word in _partAnswer.Factors(0)) _primes[_count++] = word;
            Reached(_partAnswer.Method(0));
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
        if (IsPrime(ring, run))
        {
            _primes[_count++] = part;
            _method |= FactoringMethod.ProbablePrime;
        }
        else if (run.Continue())
        {
            Split(ring, run);
        }
        else
        {
            _unsplit *= part;
        }
    }

    // Some microseconds, which every budget has left: no cofactor is a prime.
    static bool IsPrime(in Ring128 ring, FactoringRun run)
    {
        using var overdraft = run.Overdraw(allowed: true);
        return PrimalityTest.Run<Ring128, UInt128>(ring, run) == PrimalityVerdict.ProbablePrime;
    }

    void Split(in Ring128 ring, FactoringRun run)
    {
        Reached(FactoringMethod.Ecm);
        var seed = (ulong)ring.Modulus;
        var divisor = _curves.Split(ring, FirstCurves, CurveCount, ref seed, run);
        if (divisor == UInt128.One && ring.Modulus >> SecondCurvesBits != 0)
            divisor = _curves.Split(ring, SecondCurves, CurveCount, ref seed, run);
        if (divisor == UInt128.One && run.Continue())
        {
            Reached(FactoringMethod.QuadraticSieve);
            divisor = _sieve.Split(ring.Modulus, run);
        }
        if (divisor == UInt128.One && run.Continue())
        {
            Reached(FactoringMethod.Rho);
            divisor = BrentRho.Split<Ring128, UInt128, UInt128>(ring, run);
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
