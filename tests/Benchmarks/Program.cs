using BatchRunner.Benchmarks;

// One line a command, one file a command.
return args switch
{
    ["factoring", .. var rest] => FactoringCommand.Run(rest),
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["tune-ecm", .. var rest] => TuneEcmCommand.Run(rest),
    ["tune-sieve", .. var rest] => TuneSieve.Run(rest),
    ["intake", .. var rest] => IntakeBenchmark.Run(rest),
    ["inserts", .. var rest] => await InsertBenchmark.RunAsync(rest),
    ["durable", .. var rest] => DurableCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND
          factoring [--ours] [FILES...]   us a number on every path, beside factor, gp and FLINT
          compare WHAT             our lines against those of factor, on every path; without WHAT it lists the sets
          tune-ecm [BITS...]       measures the bounds of the elliptic curve method for semiprimes of so many bits
          tune-sieve               measures the parameters of the quadratic sieve
          durable [NUMBERS] [RUNS] what durability costs over factor, CPU of the whole process trees
          inserts                  CPU a row of the hot insert, WAL and checkpoints included
          intake                   lines a second of reading, hashing and planning
        """);
    return 2;
}
