namespace BatchRunner.Runner.Dashboard;

/// <summary>
/// What surrounds a page, as plain values: a page knows no request, so that any host can render it into a string.
/// </summary>
public sealed record Frame
{
    /// <summary>What stands before every path of the dashboard; empty when it has a server of its own.</summary>
    public string Root { get; init; } = "";

    /// <summary>When the page is rendered; ages are told from it.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Only what is inside <c>main</c>, for a page that refreshes itself.</summary>
    public bool IsFragment { get; init; }

    /// <summary>No action is offered.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The reader has signed in and may sign out.</summary>
    public bool IsSignedIn { get; init; }

    /// <summary>Name and value of the field that proves a form to be ours; null on pages without forms.</summary>
    public (string Name, string Value)? FormToken { get; init; }

    /// <summary>Number files can be dropped on the page.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>What the reader's last action did.</summary>
    public string? Notice { get; init; }

    /// <summary>Where number files are dropped.</summary>
    public required string Inbox { get; init; }

    internal string Link(string path) => Root + path;
}
