using System.Globalization;
using System.Runtime.Intrinsics;
using BatchRunner.Factoring;
using BatchRunner.Factoring.Word;
using BatchRunner.Factoring.Word.Ecm;
using BatchRunner.Factoring.Word.Lanes;

namespace BatchRunner.Benchmarks;

/// <summary>
/// Finds B1 and B2 for balanced semiprimes of a size: the time of a curve in one lane over its chance to split the
/// number, on the path in use. What it prints is where the constants of EcmParameters come from.
/// </summary>
static class TuneEcmCommand
{
    const int Seed = 64;
    const int Numbers = 4096;
    static readonly int[] Bounds = [20, 27, 35, 47, 60, 70, 85, 100, 125, 150, 180, 205, 250, 300];
    static readonly int[] Ratios = [12, 18, 25, 35, 50];

    public static int Run(string[] args)
    {
        int[] sizes = args.Length > 0
            ? Array.ConvertAll(args, arg => int.Parse(arg, CultureInfo.InvariantCulture))
            : [36, 40, 44, 48, 52, 56, 60, 62, 64];
        Console.WriteLine($"{MachineName.Cpu}, {FactoringPaths.Name(FactoringPaths.Current)}, seed {Seed}");
        foreach (var bits in sizes)
        {
            switch (FactoringPaths.Current)
            {
                case FactoringPath.Avx512: Tune<Avx512Lanes, Vector512<ulong>>(bits); break;
                case FactoringPath.Avx2: Tune<Avx2Lanes, Vector256<ulong>>(bits); break;
                default: Tune<ScalarLanes, ulong>(bits); break;
            }
        }
        return 0;
    }

    static void Tune<TLanes, TVector>(int bits)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        Composite[] numbers =
        [
            .. Semiprimes.Balanced(bits, Numbers, Seed)
                .Select((n, i) => new Composite(n, Montgomery.InverseOf(n), (0 - n) % n, i, 0)),
        ];
        List<(double Micros, string Line)> results = [];
        foreach (var b1 in Bounds)
        {
            foreach (var ratio in Ratios)
            {
                var plan = new EcmPlan(b1, b1 * ratio);
                var (micros, chance) = Measure<TLanes, TVector>(plan, numbers);
                results.Add((micros / chance, string.Create(CultureInfo.InvariantCulture,
                    $"{bits} bits: B1 {b1,3} B2 {plan.B2,5} D {plan.StageTwo.D,3}: {plan.Cost,4} multiplications, " +
                    $"{micros:F3} us a curve, finds {chance:P1}, {micros / chance:F3} us a number")));
            }
        }
        foreach (var (_, line) in results.OrderBy(r => r.Micros).Take(5)) Console.WriteLine(line);
    }

    static (double Micros, double Chance) Measure<TLanes, TVector>(EcmPlan plan, Composite[] numbers)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        EcmRunner<TLanes, TVector> runner = new();
        var found = 0;
        Curves();
        var elapsed = CpuClock.OfThread(Curves);
        return (elapsed.TotalMicroseconds / numbers.Length, (double)found / numbers.Length);

        void Curves()
        {
            found = 0;
            var lanes = EcmRunner<TLanes, TVector>.Lanes;
            for (var first = 0; first + lanes <= numbers.Length; first += lanes)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    runner.SetLane(lane, numbers[first + lane], (ulong)(6 + (first + lane) % 50));
                }
                runner.Run(plan);
                for (var lane = 0; lane < lanes; lane++)
                {
                    var factor = runner.FactorOf(lane);
                    if (factor > 1 && factor < numbers[first + lane].Value) found++;
                }
            }
        }
    }
}
