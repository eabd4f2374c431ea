using System.Runtime.CompilerServices;

namespace BatchRunner.Factoring.Wide;

/// <content>Stage 2: giant and baby steps.</content>
sealed partial class Ecm<TRing, T>
{
    bool StageTwo()
    {
        if (!FindMultiples()) return false;

        // An anchor of the giants: step = (half - k) + (half + k), whose difference 2 k is 2 or 4.
        var half = _plan.Step / 2;
        var around = half % 6 == 0 ? 1 : 2;
        ref var step = ref _b;
        ref var previous = ref _c;
        ref var giant = ref _t;
        Add(ref step, _multiples[half + around], _multiples[half - around], _multiples[2 * around]);
        Copy(ref giant, step);
        _ring.Assign(ref _accumulated, _a.Z);
        var giants = _plan.Giants;
        for (var index = 1; index < _plan.FirstGiant + giants.Length; index++)
        {
            if (!Continue(ProductsOfAPoint)) return false;
            var isUseful = index >= _plan.FirstGiant;
            if (isUseful && !Accumulate(giant, giants[index - _plan.FirstGiant])) return false;
            if (index == 1)
            {
                Copy(ref previous, giant);
                Double(ref giant, giant);
                continue;
            }
            Add(ref previous, giant, step, previous);
            (previous, giant) = (giant, previous);
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool Accumulate(in Point giant, byte[] useful)
    {
        _ring.Multiply(ref _w3, giant.X, giant.Z);
        foreach (var i in useful)
        {
            ref var baby = ref _multiples[_plan.Babies[i]];
            _ring.Subtract(ref _w0, giant.X, baby.X);
            _ring.Add(ref _w1, giant.Z, baby.Z);
            _ring.Multiply(ref _w0, _w0, _w1);
            _ring.Subtract(ref _w0, _w0, _w3);
            _ring.Add(ref _w0, _w0, _products[i]);
            _ring.Multiply(ref _accumulated, _accumulated, _w0);
            if (!Continue(2)) return false;
        }
        return true;
    }

    /// <summary>
    /// The multiples 1 to 6 and every b = +-1 (mod 6) up to half the step and a little beyond, and x z of the babies.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool FindMultiples()
    {
        var points = _multiples;
        Copy(ref points[1], _a);
        Double(ref points[2], points[1]);
        Add(ref points[3], points[2], points[1], points[1]);
        Double(ref points[4], points[2]);
        Add(ref points[5], points[3], points[2], points[1]);
        Double(ref points[6], points[3]);
        for (var b = 7; b < points.Length; b += b % 6 == 1 ? 4 : 2)
        {
            Add(ref points[b], points[b - 6], points[6], points[Math.Abs(b - 12)]);
            if (!Continue(ProductsOfAPoint)) return false;
        }

        var babies = _plan.Babies;
        for (var i = 0; i < babies.Length; i++)
        {
            _ring.Multiply(ref _products[i], points[babies[i]].X, points[babies[i]].Z);
            if (!Continue(1)) return false;
        }
        return true;
    }
}
