using System.CommandLine;
using BatchRunner.Runner.Factor;

namespace BatchRunner.Runner.Commands;

/// <summary>
/// <c>factor</c> for the general parser: its help and its mistakes. What is typed every day goes past it, see
/// <see cref="FactorArguments"/>.
/// </summary>
static class FactorCommand
{
    public const string Name = "factor";

    static readonly Argument<string[]> Numbers = new("N")
    {
        Description = "Decimal integers; without any they are read from the input, any number a line",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<int> Jobs = new("--jobs", "-j")
    {
        Description = "Worker threads, 0 = one for each core",
        HelpName = "N",
    };

    static readonly Option<bool> Exponents = new("--exponents")
    {
        Description = "Write p^e for a prime that divides several times (also -h, as GNU factor has it)",
    };

    static readonly Option<bool> JsonLines = new("--json-lines")
    {
        Description = "One JSON object a line: number, factors, method (also --json)",
    };

    static FactorCommand()
    {
        Jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > FactorRequest.MostJobs)
                result.AddError($"--jobs must be 0 to {FactorRequest.MostJobs}.");
        });
        Numbers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value is ['-', not (>= '0' and <= '9'), ..]))
                result.AddError($"'{token.Value}' is neither an option nor a number.");
        });
    }

    public static Verb Create() => new Verb(Name,
        "Factors numbers from the command line or the input, in GNU factor's format: no queue, no database",
        "batchrunner factor 360 1234567890",
        "seq 1 1000000 | batchrunner factor -j 4 > factors.txt",
        "batchrunner factor --json-lines < numbers.txt")
    {
        Options = { Jobs, Exponents, JsonLines },
        Arguments = { Numbers },
        Details = "Numbers are separated by blanks and line ends; one + and leading zeros are accepted. Input order\n"
            + "is kept and memory is constant. Exit code 0, or 1 when something was no number: the others are\n"
            + "answered all the same.",
    }.Does((parse, _) => Task.FromResult(FactorProgram.Run(Request(parse))));

    static FactorRequest Request(ParseResult parse)
    {
        var layout = (parse.GetValue(Exponents) ? AnswerLayout.Exponents : AnswerLayout.Plain)
            | (parse.GetValue(JsonLines) || parse.WantsJson() ? AnswerLayout.JsonLines : AnswerLayout.Plain);
        return new(parse.GetValue(Numbers) ?? [], layout, parse.GetValue(Jobs));
    }
}
