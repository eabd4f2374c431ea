using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BatchRunner.Runner.Tests.Campaigns;
using BatchRunner.Storage.Tests.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace BatchRunner.Runner.Tests.Postgres;

/// <summary>
/// What <c>docs/operating.md</c> says about roles, grants and TLS, done word for word on a server that speaks TLS.
/// </summary>
public sealed partial class OperatingTests(ITestOutputHelper output) : PostgresSiteTest(output)
{
    const string Owner = "batchrunner";
    const string Work = "batchrunner_work";
    const string Reader = "reader";

    readonly string _folder = Directory.CreateTempSubdirectory("batchrunner-tls-").FullName;
    Certificates _certificates = null!;

    private protected override async Task<PostgresServer> StartServerAsync()
    {
        _certificates = new(_folder);
        await PostgresBinaries.GiveAwayAsync(_certificates.Key);
        // The server refuses a folder that others may enter, not a certificate they may read.
        await PostgresBinaries.GiveAwayAsync(_folder);
        return await PostgresServer.StartOwnAsync(
            "ssl = on", $"ssl_cert_file = '{_certificates.Server}'", $"ssl_key_file = '{_certificates.Key}'");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_role_with_the_grants_of_the_manual_works_over_tls_and_changes_no_table()
    {
        var grants = SqlOfTheManual();
        Assert.Equal(3, grants.Length);
        var server = new NpgsqlConnectionStringBuilder(Database) { Database = "postgres" }.ConnectionString;
        var there = new NpgsqlConnectionStringBuilder(Database) { Database = Owner }.ConnectionString;

        await TellAsync(server, grants[0]);
        await using (var site = await Site.CreateOnPostgresAsync(Output, As(Owner, _certificates.Authority)))
            await site.DoAsync("status");
        await TellAsync(there, grants[1]);
        await TellAsync(there, $"CREATE ROLE {Reader} LOGIN; {grants[2]}");

        await using var working = await Site.CreateOnPostgresAsync(Output, As(Work, _certificates.Authority));
        var file = Path.Combine(working.WorkingFolder, "numbers.txt");
        await File.WriteAllLinesAsync(file, ["360", "x", .. working.Numbers.Easy(3000)]);
        Assert.Equal(ExitCode.Incomplete, await working.Start("run", file).ExitAsync(Campaign.Limit));
        foreach (var verb in (string[])["verify", "doctor", "status"]) await working.DoAsync(verb);
        await working.DoAsync("prune", "numbers.txt");
        await File.WriteAllLinesAsync(file, ["97"]);
        await working.DoAsync("run", file);

        await TellAsync(As(Reader, _certificates.Authority), "SELECT * FROM results, rejects, factors, batches, batch_summary");
        foreach (var (role, sql) in ((string, string)[])
        [
            (Work, "CREATE TABLE mine (id INTEGER)"), (Work, "DROP TABLE results"), (Work, "TRUNCATE results"),
            (Reader, "DELETE FROM results"), (Reader, "SELECT * FROM runners"),
        ])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TellAsync(As(role, _certificates.Authority), sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task A_server_that_proves_to_be_another_is_not_talked_to()
    {
        await using var site = await Site.CreateAsync(Output, null, "Ledger:Provider=postgres");
        using var other = new TempFolder();
        var strange = new Certificates(other.Path);
        foreach (var connectionString in (string[])
        [
            As(null, strange.Authority),
            new NpgsqlConnectionStringBuilder(As(null, _certificates.Authority)) { Host = "127.0.0.1" }.ConnectionString,
        ])
        {
            var refused = site.StartWith(new() { ["BATCHRUNNER__LEDGER__CONNECTIONSTRING"] = connectionString }, "status");
            Assert.Equal(ExitCode.LedgerUnavailable, await refused.ExitAsync(Campaign.Limit));
            Assert.True(refused.HasSaid("certificate"), string.Join('\n', refused.Lines));
        }
    }

    string As(string? role, string authority)
    {
        var connection = new NpgsqlConnectionStringBuilder(Database)
        {
            Host = "localhost",
            SslMode = SslMode.VerifyFull,
            RootCertificate = authority,
        };
        if (role is not null) (connection.Username, connection.Database) = (role, Owner);
        return connection.ConnectionString;
    }

    // One by one: a database is not created inside a transaction, and several statements at once are one.
    static async Task TellAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    static string[] SqlOfTheManual([CallerFilePath] string path = "")
    {
        var manual = Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "operating.md");
        return [.. SqlBlock().Matches(File.ReadAllText(manual)).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
