using Microsoft.Data.Sqlite;
using SQLite;

namespace BatchRunner.Hangfire.Tests;

public sealed class OneSqliteTests
{
    /// <summary>The one that is pinned: the storage asks for an older build under the same file name, too.</summary>
    const string Pinned = "3.53.4";

    [Fact]
    public void The_ledger_and_Hangfires_storage_share_one_SQLite_and_it_is_the_newer_one()
    {
        using var ledgers = new SqliteConnection("Data Source=:memory:");
        ledgers.Open();
        using var storages = new SQLiteConnection(":memory:");

        Assert.Equal(Pinned, ledgers.ServerVersion);
        Assert.Equal(Pinned, storages.ExecuteScalar<string>("SELECT sqlite_version()"));
    }
}
