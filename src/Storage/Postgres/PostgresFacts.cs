namespace BatchRunner.Storage.Postgres;

/// <summary>What a person who cares for a PostgreSQL ledger wants to know about it.</summary>
public sealed record PostgresFacts
{
    /// <summary>Host, port and database.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of the server.</summary>
    public required string Version { get; init; }

    /// <summary>Of the ledger's tables; 0 when there are none yet.</summary>
    public int Edition { get; init; }

    /// <summary>The edition this program writes.</summary>
    public int KnownEdition { get; init; }

    /// <summary>The size of the database.</summary>
    public long Bytes { get; init; }

    /// <summary>Sessions the server grants to ordinary users.</summary>
    public int MostSessions { get; init; }

    /// <summary>Sessions it has just now.</summary>
    public int Sessions { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>It follows another server and cannot be written.</summary>
    public bool IsStandby { get; init; }

    /// <summary>The server's clock when it was asked.</summary>
    public DateTimeOffset Clock { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan ClockAhead { get; init; }
}
