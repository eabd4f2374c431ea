using System.Text.RegularExpressions;
using BatchRunner.Storage.Postgres;
using BatchRunner.Storage.Sqlite;
using BatchRunner.Storage.Tests.Sqlite;
using Dapper;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>Whoever knows the tables of one database knows those of the other.</summary>
public sealed partial class PostgresSchemaTests() : PostgresTest(new PostgresLedgerSource())
{
    // What SQLite keeps in the file's header and beside the file.
    static readonly string[] OnlyHere = ["editions", "runner_beats"];

    [Fact]
    public void Both_databases_have_the_same_scripts()
    {
        Assert.NotEmpty(PostgresMigrations.Scripts);
        Assert.Equal(
            SqliteMigrations.Scripts.Select(s => (s.Edition, s.Name)),
            PostgresMigrations.Scripts.Select(s => (s.Edition, s.Name)));
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_views_and_columns()
    {
        await OpenAsync();
        await using var sqlite = new SqliteLedgerSource();
        await sqlite.OpenAsync(TimeProvider.System);

        var here = await Source.QueryAsync<string>(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = 'public'
            """);
        var there = await sqlite.QueryAsync<string>(
            """
            SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
            WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'
            """);

        Assert.NotEmpty(there);
        Assert.Equal(there.Order(), here.Where(c => !OnlyHere.Contains(c[..c.IndexOf('.', StringComparison.Ordinal)])).Order());
    }

    [Fact]
    public async Task Both_databases_check_for_the_same_words()
    {
        await OpenAsync();
        await using var sqlite = new SqliteLedgerSource();
        await sqlite.OpenAsync(TimeProvider.System);

        foreach (var table in await sqlite.QueryAsync<string>(
                     "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            var there = await sqlite.OneAsync<string>($"SELECT sql FROM sqlite_master WHERE name = '{table}'");
            var here = string.Concat(await Source.QueryAsync<string>(
                $"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{table}'::regclass"));
            Assert.Equal(Words(there), Words(here));
        }
    }

    [Fact]
    public async Task A_page_of_rows_is_read_by_its_key_before_anybody_has_analyzed_them()
    {
        var ledger = await OpenAsync();
        await Source.ExecuteAsync(
            """
            ALTER TABLE results SET (autovacuum_enabled = off);
            INSERT INTO results (batch_id, line, number, factors, status, method, micros)
            SELECT 1, line, '15', '["3", "5"]', 'factored', 'trial', 1 FROM generate_series(1, 20000) line
            """);

        var plan = await ledger.Database.ReadAsync(async connection => string.Join('\n',
            await connection.QueryAsync<string>($"EXPLAIN {PostgresResultPage.Sql(1, 5000, 1000)}")), None);

        Assert.Contains("results_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_is_stored_as_it_came()
    {
        await OpenAsync();
        await Source.ExecuteAsync(
            """
            INSERT INTO batches (claim_key, name, host, bytes, state, open_chunks, created_at)
            VALUES ('key', 'file.txt', 'here', 1, 'open', 1, now());
            INSERT INTO chunk_numbers (batch_id, first_line, end_line, numbers)
            SELECT 1, 1, 2001, repeat(E'1001\n', 2000)
            """);

        Assert.Equal([null], await Source.QueryAsync<string?>("SELECT pg_column_compression(numbers) FROM chunk_numbers"));
    }

    // Statistics from before any chunk has ended, as they are when work begins: then any index looks as good.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_passes_over_no_chunk_that_has_ended(bool isolated)
    {
        await OpenAsync();
        await Source.ExecuteAsync(
            $"""
             INSERT INTO batches (claim_key, name, host, bytes, state, open_chunks, created_at)
             SELECT 'key-' || n, 'file.txt', 'here', 1, 'open', 1, now() FROM generate_series(1, 8) n;
             INSERT INTO chunk_numbers (batch_id, first_line, end_line, numbers)
             SELECT n, 1, 2, '15' FROM generate_series(1, 8) n;
             INSERT INTO chunks
                 (batch_id, payload_id, state, crashes, first_line, next_line, end_line, numbers, effort, created_at)
             SELECT b, b, 'ready', {(isolated ? 2 : 0)}, n, n, n + 1, 1, 1000, now()
             FROM generate_series(1, 8) b, generate_series(1, 1000) n;
             ANALYZE
             """);

        var plan = await ClaimPlanAsync(isolated, "enable_bitmapscan = off");

        Assert.Contains(isolated ? "chunks_suspect" : "chunks_ready", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("chunks_by_batch", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_reads_no_chunk_that_it_cannot_take(bool isolated)
    {
        await OpenAsync();

        var plan = await ClaimPlanAsync(isolated, "enable_seqscan = off; SET enable_bitmapscan = off");

        var reads = Regex.Matches(plan, @"on chunks\b.*").Select(m => m.Value).ToList();
        Assert.NotEmpty(reads);
        var mine = isolated ? "suspect" : "ready";
        Assert.Matches($"using chunks_{mine} on chunks c", plan);
        Assert.DoesNotContain("Seq Scan on chunks", plan, StringComparison.Ordinal);
    }

    async Task<string> ClaimPlanAsync(bool isolated, string settings)
    {
        var sql = Regex.Replace(
            Regex.Replace(PostgresClaim.Sql(isolated, mindsTurns: !isolated),
                "@(Now|Horizon|LeaseUntil|PassedOverSince)\\b", "now()"), "@[A-Za-z]+", "1");
        return string.Join('\n', await Source.QueryAsync<string>($"SET {settings}; EXPLAIN {sql}"));
    }

    static IEnumerable<string> Words(string sql) => Quoted().Matches(sql).Select(m => m.Groups[1].Value).Distinct().Order();

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();
}
