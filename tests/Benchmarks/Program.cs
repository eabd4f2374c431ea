using BatchRunner.Benchmarks;

// One line a command, one file a command.
return args switch
{
    ["factoring", .. var rest] => FactoringCommand.Run(rest),
    ["effort"] => EffortCommand.Run(),
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["tune-ecm", .. var rest] => TuneEcmCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND
          factoring [--ours] [--markdown] [FILES...]
                                   us a number on every path, beside factor, gp and FLINT
          compare WHAT             our lines against those of factor, on every path; without WHAT it lists the sets
          effort                   us a number by decimal digits: what EffortEstimate is fitted to
          tune-ecm [BITS...]       measures the bounds of the elliptic curve method for semiprimes of so many bits
        """);
    return 2;
}
