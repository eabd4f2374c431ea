using BatchRunner.Runner.Bench;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Factor;
using BatchRunner.Runner.Hosting;

namespace BatchRunner.Runner;

/// <summary>The program, whatever engine it is composed with.</summary>
public static class BatchRunnerProgram
{
    /// <returns>The exit code of the process.</returns>
    public static int Run(string[] arguments, IEdition edition)
    {
        // Factoring a number on the command line must not wait for a general parser, settings or a host to start; nor
        // for the machinery of an asynchronous Main, which is why the other verbs are waited for by hand.
        if (arguments is ["factor", ..] && FactorArguments.Read(arguments.AsSpan(1)) is { } request)
            return FactorProgram.Run(request);
        if (arguments is [BenchPart.Verb, var algorithm, var numbers, var answers])
            return BenchPart.Run(algorithm, numbers, answers);

        return CommandLine.RunAsync(arguments, edition).GetAwaiter().GetResult();
    }
}
