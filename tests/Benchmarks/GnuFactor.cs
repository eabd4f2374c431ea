using System.Diagnostics;

namespace BatchRunner.Benchmarks;

/// <summary>Debian's <c>factor</c>, asked for many numbers at once.</summary>
static class GnuFactor
{
    public static string Ask<T>(IEnumerable<T> numbers)
    {
        using var process = Process.Start(new ProcessStartInfo("factor")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("factor does not start.");
        var answer = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(string.Join('\n', numbers) + "\n");
        process.StandardInput.Close();
        process.WaitForExit();
        return answer.GetAwaiter().GetResult();
    }
}
