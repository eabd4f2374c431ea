using System.Globalization;

namespace BatchRunner.Runner.Factor;

/// <summary>
/// Reads the usual command lines of <c>factor</c> by hand: the general parser takes longer to start than a small number
/// takes to factor. Whatever is not usual (help, a mistake) is left to the general parser, which explains it.
/// </summary>
static class FactorArguments
{
    /// <returns>Null when the general parser has to look at it.</returns>
    public static FactorRequest? Read(ReadOnlySpan<string> arguments)
    {
        List<string> numbers = [];
        var layout = AnswerLayout.Plain;
        var jobs = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument is not ['-', _, ..])
            {
                numbers.Add(argument);
                continue;
            }
            switch (argument)
            {
                case "--":
                    numbers.AddRange(arguments[(i + 1)..]);
                    return new(numbers, layout, jobs);
                case "-h" or "--exponents":
                    layout |= AnswerLayout.Exponents;
                    break;
                case "--json-lines" or "--json":
                    layout |= AnswerLayout.JsonLines;
                    break;
                case "-j" or "--jobs" when i + 1 < arguments.Length && Count(arguments[i + 1]) is { } count:
                    jobs = count;
                    i++;
                    break;
                case ['-', 'j', .. var attached] when Count(attached) is { } count:
                    jobs = count;
                    break;
                default:
                    return null;
            }
        }
        return new(numbers, layout, jobs);
    }

    static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= FactorRequest.MostJobs
            ? count
            : null;
}
