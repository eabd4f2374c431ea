using BatchRunner.Runner.Bench;
using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Factor;

// Factoring a number on the command line must not wait for a general parser, settings or a host to start; nor for the
// machinery of an asynchronous Main, which is why the other verbs are waited for by hand.
if (args is ["factor", ..] && FactorArguments.Read(args.AsSpan(1)) is { } request) return FactorProgram.Run(request);
if (args is [BenchPart.Verb, var algorithm, var numbers, var answers]) return BenchPart.Run(algorithm, numbers, answers);

return CommandLine.RunAsync(args).GetAwaiter().GetResult();
