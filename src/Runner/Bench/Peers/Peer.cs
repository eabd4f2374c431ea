namespace BatchRunner.Runner.Bench;

/// <summary>One way to get a file of numbers factored from the command line.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Cores">How many of the machine's cores it can use.</param>
/// <param name="Missing">Why it cannot run here and what would help; null when it can.</param>
/// <param name="Version">As it tells itself.</param>
/// <param name="Line">
/// The shell line, in a folder with the number file <c>$1</c>, that leaves its answers in <c>answers.txt</c>.
/// </param>
/// <param name="Ours">The one of ours it is fairly compared with: as many cores, as much kept for later.</param>
sealed record Peer(string Name, int Cores, string? Missing, string Version, string Line, string? Ours);
