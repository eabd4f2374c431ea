namespace BatchRunner.Jobs.Intake;

/// <summary>The folders under DataFolder through which a number file goes.</summary>
public sealed record DataFolders
{
    /// <param name="dataFolder">Where the ledger lives.</param>
    /// <param name="inbox">The watched folder, inside <paramref name="dataFolder"/> unless absolute.</param>
    public DataFolders(string dataFolder, string inbox)
    {
        Data = Path.GetFullPath(dataFolder);
        Inbox = Path.Combine(Data, inbox);
    }

    public string Data { get; }

    /// <summary>Files are dropped here.</summary>
    public string Inbox { get; }

    public string InboxHigh => Path.Combine(Inbox, "high");

    public string InboxLow => Path.Combine(Inbox, "low");

    /// <summary>Files that are ours now: being loaded or worked.</summary>
    public string Claimed => Path.Combine(Data, "claimed");

    /// <summary>Finished files with their answers beside them.</summary>
    public string Done => Path.Combine(Data, "done");

    /// <summary>Files that could not be read at all, each with the reason beside it.</summary>
    public string Failed => Path.Combine(Data, "failed");

    public void Create()
    {
        foreach (var folder in (string[])[Inbox, InboxHigh, InboxLow, Claimed, Done, Failed])
            Directory.CreateDirectory(folder);
    }
}
