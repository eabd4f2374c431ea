using System.Reflection;

namespace BatchRunner.Architecture.Tests;

/// <summary>The built rooms and the source files that the rules look at.</summary>
static class House
{
    public static readonly string[] Rooms = ["Factoring", "Storage", "Jobs", "Runner"];

    static readonly string Root = FindRoot();

    /// <summary>Types somebody wrote: not the compiler's, and not what Razor makes of a page.</summary>
    public static IEnumerable<Type> Types =>
        from room in Rooms
        from type in Assembly.Load($"BatchRunner.{room}").GetTypes()
        where type.Namespace?.StartsWith("BatchRunner", StringComparison.Ordinal) is true
        where !type.Name.Contains('<', StringComparison.Ordinal)
        where !IsRazor(type)
        select type;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    /// <param name="folder">Such as src.</param>
    public static IReadOnlyList<string> Sources(string folder)
    {
        var built = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        return [.. Directory.EnumerateFiles(PathOf(folder), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.Contains(built, StringComparison.Ordinal))];
    }

    static bool IsRazor(Type type)
    {
        if (type.Name == "_Imports") return true;
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            if (ancestor.FullName == "Microsoft.AspNetCore.Components.ComponentBase") return true;

        return false;
    }

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "BatchRunner.sln"))) return folder;

        throw new InvalidOperationException($"No BatchRunner.sln above {AppContext.BaseDirectory}.");
    }
}
