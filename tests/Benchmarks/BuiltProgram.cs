namespace BatchRunner.Benchmarks;

/// <summary>The program as <c>dotnet run -c Release</c> builds it.</summary>
static class BuiltProgram
{
    /// <summary>The path of its executable.</summary>
    /// <exception cref="InvalidOperationException">It is not built.</exception>
    public static string Path { get; } = Find();

    /// <summary>The folder of the solution.</summary>
    /// <exception cref="InvalidOperationException">The command runs outside of it.</exception>
    public static string Home
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "BatchRunner.sln"))) return folder.FullName;
            }
            throw new InvalidOperationException($"No BatchRunner.sln above {AppContext.BaseDirectory}.");
        }
    }

    static string Find()
    {
        var program = System.IO.Path.Combine(Home, "artifacts", "bin", "Runner", "release", "BatchRunner.Runner");
        return File.Exists(program)
            ? program
            : throw new InvalidOperationException("Build the program first: dotnet build -c Release src/Runner");
    }
}
