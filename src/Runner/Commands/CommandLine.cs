using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using BatchRunner.Runner.Hosting;
using BatchRunner.Runner.Settings;
using BatchRunner.Runner.Terminal;
using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary>All verbs, and what the program answers when one goes wrong.</summary>
static class CommandLine
{
    public const string ProgramName = "batchrunner";
    const string DefaultVerb = "serve";

    static readonly string[] Examples =
    [
        "batchrunner serve --demo                 watch the inbox, work, show the dashboard",
        "batchrunner run numbers.txt              one file, here and now",
        "batchrunner factor 360 1234567890        no queue, no database",
        "batchrunner VERB --help                  what a verb does and takes",
    ];

    static IEnumerable<Verb> Verbs(IEdition edition) =>
    [
        ServeCommand.Create(edition),
        WorkCommand.Create(edition),
        RunCommand.Create(edition),
        SubmitCommand.Create(),
        PlanCommand.Create(),
        StatusCommand.Create(),
        ResultsCommand.Create(),
        RejectsCommand.Create(),
        SteeringCommands.CreateRetry(),
        SteeringCommands.CreateCancel(),
        SteeringCommands.CreatePause(),
        SteeringCommands.CreateResume(),
        SteeringCommands.CreatePriority(),
        WorkersCommand.Create(),
        VerifyCommand.Create(),
        FactorCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
        ConfigCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        PruneCommand.Create(),
        MigrateLedgerCommand.Create(),
    ];

    public static async Task<int> RunAsync(string[] arguments, IEdition edition)
    {
        using var interruption = new Interruption();
        try
        {
            var parse = Parse(arguments, edition);
            if (parse.Action is ParseErrorAction) return Refuse(parse);

            var configuration = new InvocationConfiguration
            {
                Output = Screen.Output,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var exitCode = await parse.InvokeAsync(configuration, interruption.Token);
            await Screen.Output.FlushAsync(CancellationToken.None);
            return exitCode;
        }
        catch (SettingsException error)
        {
            foreach (var problem in error.Problems) Tell(problem);
            return ExitCode.Usage;
        }
        catch (VerbException error)
        {
            Tell(error.Message);
            return error.ExitCode;
        }
        catch (LedgerException error)
        {
            Tell(error.Message);
            return error.Trouble == LedgerTrouble.Closed ? ExitCode.Usage : ExitCode.LedgerUnavailable;
        }
        catch (BrokenPipeException)
        {
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (interruption.ExitCode is not null)
        {
            return interruption.ExitCode.Value;
        }
    }

    /// <summary>A line for the person at the terminal.</summary>
    public static void Tell(string message) => Console.Error.WriteLine($"{ProgramName}: {message}");

    static ParseResult Parse(string[] arguments, IEdition edition)
    {
        var root = CreateRoot(edition);
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parse = root.Parse(arguments, configuration);
        var isVerbless = parse.CommandResult.Command == root && arguments is [] or [['-', ..], ..];
        return isVerbless && (parse.Action is null or ParseErrorAction)
            ? root.Parse([DefaultVerb, .. arguments], configuration)
            : parse;
    }

    static RootCommand CreateRoot(IEdition edition)
    {
        var root = new RootCommand("Factors whole files of integers as durable batch jobs. Without a verb: serve.");
        foreach (var verb in Verbs(edition)) root.Subcommands.Add(verb);
        foreach (var option in CommonOptions.All) root.Options.Add(option);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples);
        return root;
    }

    static int Refuse(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var isRoot = command is RootCommand;
        var place = isRoot ? ProgramName : $"{ProgramName} {command.Name}";
        var typed = parse.UnmatchedTokens is [var first, ..] ? first : null;
        var mistake = typed is null
            ? string.Join(' ', parse.Errors[0].Message.Split('\n', StringSplitOptions.TrimEntries))
            : $"'{typed}' is no {(isRoot ? "verb" : "option or argument here")}.";
        var near = typed is null ? null : Nearest(typed, isRoot
            ? command.Subcommands.Select(c => c.Name)
            : command.Options.Concat(CommonOptions.All).Select(o => o.Name));

        var hint = near is null ? $"See '{place} --help'." : $"Did you mean {near}?";
        Console.Error.WriteLine($"{place}: {mistake} {hint}");
        return command.Name == FactorCommand.Name ? ExitCode.Incomplete : ExitCode.Usage;
    }

    static string? Nearest(string typed, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Spelling.Distance(name, typed)))
            .Where(candidate => candidate.Distance <= Math.Max(1, typed.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
}
