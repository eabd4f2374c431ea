using BatchRunner.Benchmarks;

// One line a command, one file a command.
return args switch
{
    ["factoring", .. var rest] => FactoringCommand.Run(rest),
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["tune-ecm", .. var rest] => TuneEcmCommand.Run(rest),
    ["wide", .. var rest] => WideCommand.Run(rest),
    ["tune-sieve", .. var rest] => TuneSieveCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND
          factoring [FILES...]     us a number on every path, beside factor, gp and FLINT
          compare WHAT             our lines against those of factor, on every path; without WHAT it lists the sets
          tune-ecm [BITS...]       measures the bounds of the elliptic curve method for semiprimes of so many bits
          wide [PASSES]            us a number above 64 bits on every path, beside gp, FLINT and factor
          tune-sieve BITS COUNT    measures the parameters of the quadratic sieve for semiprimes of so many bits
        """);
    return 2;
}
