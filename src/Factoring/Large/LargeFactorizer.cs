using System.Numerics;
using BatchRunner.Factoring.Wide;
using BatchRunner.Factoring.Wide.Sieve;
using BatchRunner.Factoring.Word;

namespace BatchRunner.Factoring.Large;

/// <summary>
/// One number of any size: small primes, perfect powers, primality, then the splitting stages until the run's budget
/// is spent. Parts that fit 128 bits go to <see cref="WideFactorizer"/>.
/// </summary>
sealed class LargeFactorizer(WideFactorizer wide, FactoringRun run)
{
    const double DigitsABit = 0.30103;

    // Elliptic curves look for factors of up to this share of the digits before the sieve starts.
    const double SieveShare = 0.25;

    readonly List<BigInteger> _primes = [];
    readonly Stack<BigInteger> _pending = [];
    BigInteger _unsplit = BigInteger.One;
    FactoringMethod _method;

    public static Factorization Factorize(BigInteger number, WideFactorizer wide, FactoringRun run) =>
        new LargeFactorizer(wide, run).Factor(number);

    Factorization Factor(BigInteger number)
    {
        if (number <= BigInteger.One) return new([], BigInteger.One, FactoringMethod.None);

        var rest = number;
        if (number.GetBitLength() > 128) rest = LargeTrialDivision.Divide(number, _primes, run);
        _method = _primes.Count > 0 ? FactoringMethod.TrialDivision : FactoringMethod.Prime;
        if (!rest.IsOne) _pending.Push(rest);
        while (_pending.Count > 0) Settle(_pending.Pop());

        _primes.Sort();
        if (_primes.Count == 1 && _unsplit.IsOne)
            _method = FactoringMethod.Prime | (_method & FactoringMethod.ProbablePrime);
        ProductCheck.Check(_primes, number, _unsplit);
        return new(_primes, _unsplit, _method);
    }

    void Settle(BigInteger part)
    {
        if (part.GetBitLength() <= 128)
        {
            SettleWide((UInt128)part);
            return;
        }

        LimbRing ring;
        PrimalityVerdict verdict;
        using (run.Overdraw(part.GetBitLength() <= PrimalityTest.DecidedBits))
        {
            if (!run.Continue())
            {
                _unsplit *= part;
                return;
            }

            var (root, exponent) = LargePower.Find(part, SmallPrimes.Limit, run);
            if (exponent > 1)
            {
                Reached(FactoringMethod.PerfectPower);
                for (var i = 0; i < exponent; i++) _pending.Push(root);
                return;
            }

            ring = new(part);
            verdict = PrimalityTest.Run<LimbRing, Limbs>(ring, run);
        }
        switch (verdict)
        {
            case PrimalityVerdict.ProbablePrime:
                _primes.Add(part);
                _method |= FactoringMethod.ProbablePrime;
                break;
            case PrimalityVerdict.Composite:
                Split(part, ring);
                break;
            default:
                _unsplit *= part;
                break;
        }
    }

    void Split(BigInteger part, in LimbRing ring)
    {
        var sieved = part.GetBitLength() <= QuadraticSieve.MostBits;
        var divisor = TryCurves(part, sieved ? (int)(part.GetBitLength() * DigitsABit * SieveShare) : int.MaxValue);
        if (divisor.IsOne && sieved && run.Continue())
        {
            Reached(FactoringMethod.QuadraticSieve);
            divisor = wide.Sieve.Split(part, run);
        }
        if (divisor.IsOne && run.Continue())
        {
            Reached(FactoringMethod.Rho);
            divisor = BrentRho.Split<LimbRing, Limbs, BigInteger>(ring, run);
        }
        if (divisor.IsOne)
        {
            _unsplit *= part;
            return;
        }
        _pending.Push(divisor);
        _pending.Push(part / divisor);
    }

    /// <summary>Looks for factors of up to so many digits, level by level; the last level does not end by
    /// itself.</summary>
    BigInteger TryCurves(BigInteger part, int digits)
    {
        Reached(FactoringMethod.Ecm);
        var seed = (ulong)(part & ulong.MaxValue);
        for (var level = 0; run.Continue(); level = Math.Min(level + 1, CurveLevel.All.Length - 1))
        {
            var (factorDigits, _, _, _, curves) = CurveLevel.All[level];
            if (factorDigits > digits || CurveLevel.All[level].Plan(run) is not { } plan) break;
            var divisor = wide.Curves.Split(part, plan, curves, ref seed, run);
            if (!divisor.IsOne) return divisor;
            if (factorDigits * 2 > part.GetBitLength() * DigitsABit) break;
        }
        return BigInteger.One;
    }

    void SettleWide(UInt128 part)
    {
        wide.Factor(part, run);
        foreach (var prime in wide.Primes) _primes.Add(prime);
        _unsplit *= wide.Cofactor;
        // A part that is itself prime adds nothing to how hard the whole was.
        if (wide.Method.HasFlag(FactoringMethod.ProbablePrime)) _method |= FactoringMethod.ProbablePrime;
        Reached(wide.Method);
    }

    void Reached(FactoringMethod stage) => _method = FactoringMethods.Stronger(_method, stage);
}
