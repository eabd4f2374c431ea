using System.Numerics;
using BatchRunner.Factoring.Wide.Sieve;

namespace BatchRunner.Factoring.Tests.Wide;

/// <summary>A semiprime, its factor base and one of its polynomials, the same at every run.</summary>
sealed class SieveScene
{
    public SieveScene(int seed, int bits, int primes, int half, int[] factors)
    {
        var numbers = new RandomNumbers(seed);
        Number = numbers.PrimeOfBits(bits / 2) * numbers.PrimeOfBits(bits / 2);
        ulong[] limbs = [(ulong)(Number & ulong.MaxValue), (ulong)(Number >> 64)];
        Assert.Equal(1u, Base.Build(limbs, 1, primes, new(TimeProvider.System, CancellationToken.None)));
        Polynomial.Prepare(Base, (UInt128)Number);
        Polynomial.Start<Factoring.Wide.OneLane>(factors, half);
        (Half, Factors) = (half, factors);
    }

    public BigInteger Number { get; }

    public FactorBase Base { get; } = new();

    public Polynomial Polynomial { get; } = new();

    public int Half { get; }

    public int[] Factors { get; }

    /// <summary>A Q(x) = (A x + B)^2 - N at one position.</summary>
    public BigInteger Value(int position) => BigInteger.Pow(Root(position), 2) - Number;

    public BigInteger Root(int position) =>
        ((BigInteger)Polynomial.A * (position - Half)) + (BigInteger)(Int128)Polynomial.B;

    /// <summary>A prime of the base, not of A, divides the value there.</summary>
    public bool Meets(int prime, int position) =>
        !Factors.Contains(prime) && (Value(position) % Base.Prime[prime]).IsZero;
}
