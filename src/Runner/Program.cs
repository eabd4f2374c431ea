using BatchRunner.Runner;
using BatchRunner.Runner.Hosting;

return BatchRunnerProgram.Run(args, new LedgerEdition());
