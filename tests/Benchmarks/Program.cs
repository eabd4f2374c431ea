using BatchRunner.Benchmarks;

// One line a command, one file a command.
return args switch
{
    ["factoring", .. var rest] => FactoringCommand.Run(rest),
    ["effort", .. var rest] => EffortCommand.Run(rest),
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["tune-ecm", .. var rest] => TuneEcmCommand.Run(rest),
    ["wide", .. var rest] => WideCommand.Run(rest),
    ["tune-sieve", .. var rest] => TuneSieveCommand.Run(rest),
    ["mutations", .. var rest] => MutationsCommand.Run(rest),
    ["ticks", .. var rest] => TicksCommand.Run(rest),
    ["cli", .. var rest] => CliCommand.Run(rest),
    ["intake", .. var rest] => IntakeBenchmark.Run(rest),
    ["inserts", "postgres", .. var rest] => await PostgresInsertBenchmark.RunAsync(rest),
    ["ledgers", .. var rest] => await LedgersCommand.RunAsync(rest),
    ["claims", .. var rest] => await ClaimsCommand.RunAsync(rest),
    ["wakeups", .. var rest] => await WakeUpsCommand.RunAsync(rest),
    ["inserts", .. var rest] => await InsertBenchmark.RunAsync(rest),
    ["durable", .. var rest] => DurableCommand.Run(rest),
    ["makespan", .. var rest] => await MakespanCommand.RunAsync(rest),
    ["dashboard", .. var rest] => await DashboardCommand.RunAsync(rest),
    ["onejob", .. var rest] => OneJobCommand.Run(rest),
    ["scale", .. var rest] => ScaleCommand.Run(rest),
    ["report", .. var rest] => ReportCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND
          factoring [--ours] [--markdown] [FILES...]
                                   us a number on every path, beside factor, gp and FLINT
          compare WHAT             our lines against those of factor, on every path; without WHAT it lists the sets
          effort [words|uniform|hard] [SECONDS] us a number by decimal digits: what EffortEstimate is fitted to
          tune-ecm [BITS...]       measures the bounds of the elliptic curve method for semiprimes of so many bits
          wide [PASSES]            us a number above 64 bits on every path, beside gp, FLINT and factor
          tune-sieve BITS COUNT    measures the parameters of the quadratic sieve for semiprimes of so many bits
          mutations [NAME] [SHARE/SHARES]
                                   changes constants of the algorithms one by one and tells which no test notices
          ticks [DIGITS...]        longest time between two looks at the run, and what a budget of 50 ms really takes
          cli [--runs N]           whole processes: our factor beside Debian's, and what a second worker brings
          durable [NUMBERS] [RUNS] what durability costs over factor, CPU of the whole process trees
          makespan [SECONDS] [FOLDER] [SHAPE]
                                   how even two workers end on files of four shapes; records what an estimate sees
          dashboard [RESULTS] [BATCHES] [SECONDS]
                                   ms a page with a full ledger, idle and busy; CPU of 50 open tabs
          onejob [NUMBERS] [RUNS]  durable numbers a second in chunks beside one number a chunk
          scale [MICROS] [NUMBERS] claims and rows a second of up to 1,000 workers, simulated
          report FILE [PARTS...]   measures everything promised and writes it into sections of a Markdown file
          inserts [postgres]       CPU a row of the hot insert, log included; on PostgreSQL by COPY and by arrays
          ledgers [NUMBERS] [RUNS] the durable path on PostgreSQL and on SQLite beside factor, server included
          claims [SECONDS]         claims a second on PostgreSQL beside a queue of one row a job
          wakeups [COUNT]          ms from a chunk's commit to its start by an idle worker on PostgreSQL
          intake                   lines a second of reading, hashing and planning
        """);
    return 2;
}
