using BatchRunner.Benchmarks;

if (args is ["intake", ..]) return IntakeBenchmark.Run(args[1..]);
if (args is ["inserts", ..]) return await InsertBenchmark.RunAsync(args[1..]);
Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND");
return 2;
