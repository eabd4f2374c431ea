using System.Numerics;

namespace BatchRunner.Factoring.Tests.Word;

/// <summary>
/// Suyama's curve of one sigma modulo one prime below 2^31, by the definition: b y^2 = x^3 + a x^2 + x with a point of
/// known x : z, and multiples of points by the binary ladder.
/// </summary>
sealed class CurveOracle
{
    readonly ulong _prime;
    readonly ulong _quarter;
    (ulong X, ulong Z) _point;

    public CurveOracle(ulong prime, ulong sigma)
    {
        _prime = prime;
        ulong s = sigma % prime, u = Minus(s * s % prime, 5), v = 4 * s % prime;
        _point = (Power(u, 3), Power(v, 3));
        var numerator = Power(Minus(v, u), 3) * ((3 * u + v) % prime) % prime;
        // (a + 2) / 4
        _quarter = numerator * Power(16 * Power(u, 3) % prime * v % prime, prime - 2) % prime;
    }

    /// <summary>Goes on to a multiple of the point.</summary>
    public void Multiply(int factor) => _point = Multiple(factor);

    /// <summary>This multiple of the point is the point at infinity.</summary>
    public bool Vanishes(int factor) => factor == 0 || Multiple(factor).Z == 0;

    (ulong X, ulong Z) Multiple(int factor)
    {
        (ulong X, ulong Z) low = _point, high = Double(_point);
        for (var bit = BitOperations.Log2((uint)factor) - 1; bit >= 0; bit--)
        {
            var sum = Add(low, high);
            if ((factor >> bit & 1) != 0) (low, high) = (sum, Double(high));
            else (low, high) = (Double(low), sum);
        }
        return low;
    }

    (ulong X, ulong Z) Double((ulong X, ulong Z) p)
    {
        ulong sum = Power(p.X + p.Z, 2), difference = Power(Minus(p.X, p.Z), 2), four = Minus(sum, difference);
        return (sum * difference % _prime, four * ((difference + _quarter * four) % _prime) % _prime);
    }

    /// <summary>The sum of two points whose difference is the curve's point.</summary>
    (ulong X, ulong Z) Add((ulong X, ulong Z) p, (ulong X, ulong Z) q)
    {
        var one = Minus(p.X, p.Z) * ((q.X + q.Z) % _prime) % _prime;
        var other = (p.X + p.Z) % _prime * Minus(q.X, q.Z) % _prime;
        return (_point.Z * Power(one + other, 2) % _prime, _point.X * Power(Minus(one, other), 2) % _prime);
    }

    ulong Minus(ulong left, ulong right) => (left % _prime + _prime - right % _prime) % _prime;

    ulong Power(ulong value, ulong exponent) => (ulong)BigInteger.ModPow(value, exponent, _prime);
}
