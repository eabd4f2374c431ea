namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>
/// One at a time: some empty the pools of the whole process, others count on a connection that stays open, because with
/// the last one the WAL goes.
/// </summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // What xunit calls it.
public sealed class PoolsCollection
#pragma warning restore CA1711
{
    public const string Name = "pools";
}
