using BatchRunner.Hangfire;
using BatchRunner.Runner;

return BatchRunnerProgram.Run(args, new HangfireEdition());
