namespace BatchRunner.Runner.Bench;

/// <summary>What the peers need beside themselves: shipped inside the program, laid out where they run.</summary>
static class PeerScripts
{
    internal const string Gp = "factor_peer.gp";
    internal const string Python = "blog_peer.py";

    internal static void Unpack(string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)[Gp, Python])
        {
            using var script = typeof(PeerScripts).Assembly.GetManifestResourceStream($"peers/{name}")!;
            using var file = File.Create(Path.Combine(folder, name));
            script.CopyTo(file);
        }
    }
}
