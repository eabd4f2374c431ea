using System.Reflection;

namespace BatchRunner.Architecture.Tests;

/// <summary>The floor plan, enforced. docs/ARCHITECTURE.md says why each door is shut.</summary>
public sealed class RoomTests
{
    public static TheoryData<string, string[]> Doors => new()
    {
        { "Factoring", [] },
        { "Storage", [] },
        { "Jobs", ["BatchRunner.Factoring", "BatchRunner.Storage"] },
        { "Runner", ["BatchRunner.Jobs", "BatchRunner.Storage", "BatchRunner.Factoring"] },
    };

    /// <summary>
    /// A tool, and the only room that may name it. The Hangfire edition is a host as Runner is, and asks Hangfire's own
    /// queue table, never the ledger's.
    /// </summary>
    public static TheoryData<string, string> Tools => new()
    {
        { "SELECT ", "Storage,Hangfire" },
        { "using Dapper", "Storage" },
        { "using Microsoft.Data.Sqlite", "Storage" },
        { "using Npgsql", "Storage" },
        { "using Hangfire", "Hangfire" },
        { "using SQLite;", "Hangfire" },
        { "using Microsoft.Extensions.DependencyInjection", "Runner,Hangfire" },
        { "using Microsoft.Extensions.Hosting", "Runner" },
        { "using Microsoft.Extensions.Options", "Runner" },
        { "using Microsoft.AspNetCore", "Runner,Hangfire" },
        { "using System.CommandLine", "Runner" },
        { "using Spectre.Console", "Runner" },
        { "Process.Start(", "Runner" },
        { "HttpClient", "Runner" },
    };

    [Theory, MemberData(nameof(Doors))]
    public void Each_room_opens_only_onto_its_neighbours(string room, string[] allowed)
    {
        var opened = References(room).Where(name => name.StartsWith("BatchRunner.", StringComparison.Ordinal));

        Assert.Empty(opened.Except(allowed));
    }

    /// <summary>The compiler drops a reference nobody uses yet, so the project files are asked as well.</summary>
    [Theory, MemberData(nameof(Doors))]
    public void No_project_file_opens_another_door(string room, string[] allowed)
    {
        var opened = from line in File.ReadLines(House.PathOf("src", room, room + ".csproj"))
                     where line.Contains("<ProjectReference", StringComparison.Ordinal)
                     select "BatchRunner." + Path.GetFileNameWithoutExtension(line.Split('"')[1]);

        Assert.Empty(opened.Except(allowed));
    }

    /// <summary>The edition is not part of this solution, so only its project file can be asked.</summary>
    [Fact]
    public void The_Hangfire_edition_stands_on_the_program_and_nobody_on_it()
    {
        var opened = from project in Directory.EnumerateFiles(House.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
                     from line in File.ReadLines(project)
                     where line.Contains("<ProjectReference", StringComparison.Ordinal)
                     where project.Contains("Hangfire", StringComparison.Ordinal) || line.Contains("Hangfire", StringComparison.Ordinal)
                     select Path.GetFileNameWithoutExtension(project) + " -> " + Path.GetFileNameWithoutExtension(line.Split('"')[1]);

        Assert.Equal(["Hangfire -> Runner"], opened);
    }

    [Fact]
    public void Factoring_needs_nothing_but_the_runtime() =>
        Assert.All(References("Factoring"), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Tools))]
    public void Each_tool_lives_in_its_rooms(string tool, string rooms)
    {
        var sources = House.Sources("src");
        var strays = from file in sources
                     where !rooms.Split(',').Any(room => file.StartsWith(
                         House.PathOf("src", room) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                     where File.ReadAllText(file).Contains(tool, StringComparison.Ordinal)
                     select House.Relative(file);

        Assert.NotEmpty(sources);
        Assert.Empty(strays);
    }

    static IEnumerable<string> References(string room) =>
        Assembly.Load($"BatchRunner.{room}").GetReferencedAssemblies().Select(a => a.Name!);
}
