using System.Globalization;
using System.Numerics;
using System.Text;
using BatchRunner.Jobs.Intake;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Settings;

namespace BatchRunner.Runner.Bench;

/// <summary>The numbers of a file of the user's, read as a batch would be.</summary>
static class OwnNumbers
{
    /// <exception cref="VerbException">There is no such file, it cannot be read, or no line of it is a number.</exception>
    internal static BigInteger[] Read(string path, EffectiveSettings settings, CancellationToken token)
    {
        if (!File.Exists(path)) throw new VerbException(ExitCode.NotFound, $"There is no file {path}.");
        try
        {
            using var file = NumberFile.Open(path, path);
            using var slicer = FileSlicer.Start(file, new() { MaxDigits = settings.Options.Factoring.MaxDigits });
            List<BigInteger> numbers = [];
            while (slicer.Next(token) is { } slice)
            {
                numbers.AddRange(
                    from chunk in slice.Chunks
                    from line in Encoding.ASCII.GetString(chunk.Payload.Span).Split('\n')
                    where line.Length > 0
                    select BigInteger.Parse(line, CultureInfo.InvariantCulture));
            }
            return numbers.Count > 0
                ? [.. numbers]
                : throw new VerbException(ExitCode.Usage, $"{path} holds no number.");
        }
        catch (UnreadableFileException error)
        {
            throw new VerbException(ExitCode.Usage, error.Message);
        }
    }
}
