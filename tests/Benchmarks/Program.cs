Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND");
return 2;
