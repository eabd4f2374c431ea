using BatchRunner.Jobs.Tests.Intake;

return await FileChild.RunAsync(args);
