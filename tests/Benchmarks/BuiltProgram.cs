namespace BatchRunner.Benchmarks;

/// <summary>The program as <c>dotnet run -c Release</c> builds it.</summary>
static class BuiltProgram
{
    /// <summary>The path of its executable.</summary>
    /// <exception cref="InvalidOperationException">It is not built.</exception>
    public static string Path { get; } = Find();

    static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (!File.Exists(System.IO.Path.Combine(folder, "BatchRunner.sln"))) continue;

            var program = System.IO.Path.Combine(folder, "artifacts", "bin", "Runner", "release", "BatchRunner.Runner");
            return File.Exists(program)
                ? program
                : throw new InvalidOperationException("Build the program first: dotnet build -c Release src/Runner");
        }
        throw new InvalidOperationException($"No BatchRunner.sln above {AppContext.BaseDirectory}.");
    }
}
