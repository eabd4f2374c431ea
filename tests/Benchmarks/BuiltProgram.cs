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
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, "BatchRunner.sln"))) return folder;
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
