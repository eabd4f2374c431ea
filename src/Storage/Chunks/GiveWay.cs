namespace BatchRunner.Storage;

/// <summary>
/// When a worker lets its chunk go for the sake of a higher priority: chunks of strictly higher priority are ready, more
/// of them than workers are free. Whoever gives way is free itself until it has claimed, so as many give way
/// as are needed and no more; and what it claims next outranks what it left, so nobody is sent to and fro.
/// </summary>
static class GiveWay
{
    /// <summary>More ready chunks than this are not counted.</summary>
    const int Enough = 1024;

    /// <summary>What a chunk in hand, <c>m</c> of batch <c>own</c>, counts as: in its turn it outranks everything.</summary>
    const string Rank = "CASE WHEN m.turn_until > @Now AND m.turn_until <= @Horizon THEN 1 ELSE own.priority END";

    const string Higher = $"b.state IN ('loading', 'open') AND b.paused = 0 AND b.priority > {Rank}";

    /// <summary>True of a chunk in hand that could be asked to give way: a hint, cheap enough to ask often.</summary>
    internal static string IsOutranked { get; } =
        $"EXISTS (SELECT 1 FROM batches b WHERE {Higher} AND ({ChunkClaim.Best(isolated: false)}) IS NOT NULL)";

    // The chunks that wait below are many: the batches come first, and the order is that of the index of what is ready.
    static readonly string Ready =
        $"""
         SELECT 1 FROM batches b CROSS JOIN chunks c
         WHERE c.batch_id = b.id AND {Higher} AND {ChunkClaim.Claimable(isolated: false)}
         ORDER BY b.priority DESC, b.id, c.effort DESC, c.id
         LIMIT {Enough}
         """;

    /// <summary>Decides it, inside the transaction that would let the chunk go.</summary>
    internal static string Sql { get; } =
        $"""
         SELECT (SELECT count(*) FROM ({Ready}) higher)
              > ({ChunkClaim.WorkersSql})
                - (SELECT count(*) FROM chunks t JOIN runners r ON r.id = t.runner_id
                   WHERE t.state = 'running' AND r.isolated = 0)
         FROM chunks m JOIN batches own ON own.id = m.batch_id
         WHERE m.id = @ChunkId
         """;
}
