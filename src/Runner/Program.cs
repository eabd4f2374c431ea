using BatchRunner.Runner.Commands;
using BatchRunner.Runner.Factor;

// Factoring a number on the command line must not wait for a general parser, settings or a host to start.
if (args is ["factor", ..] && FactorArguments.Read(args.AsSpan(1)) is { } request) return FactorProgram.Run(request);

return await CommandLine.RunAsync(args);
