using System.Numerics;

namespace BatchRunner.Benchmarks;

/// <summary>A number file of uniform numbers, the same for the same length and count.</summary>
static class UniformFile
{
    const int Seed = 20120116;

    public static void Write(string path, int bits, int count)
    {
        var random = new Random(Seed);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        var bytes = new byte[bits / 8];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            file.WriteLine(new BigInteger(bytes, isUnsigned: true));
        }
    }
}
