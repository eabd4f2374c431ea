using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>The tables are a user interface: they change on purpose or not at all.</summary>
public sealed partial class SqliteSchemaTests() : SqliteFileTest(new SqliteLedgerSource())
{
    public override async Task InitializeAsync() => await Source.OpenAsync(TimeProvider.System);

    [Fact]
    public async Task The_schema_is_the_approved_one()
    {
        var schema = string.Join(";\n\n", await Source.QueryAsync<string>(
            """
            SELECT sql FROM sqlite_master
            WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name
            """)) + ";\n";
        var approved = Path.Combine(Folder(), "..", "schema.approved.sql");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") await File.WriteAllTextAsync(approved, schema);

        Assert.True(
            await File.ReadAllTextAsync(approved) == schema,
            "The schema differs from schema.approved.sql. If that is meant: APPROVE=1 dotnet test tests/Storage.Tests");
    }

    [Theory]
    [InlineData("batches", "state", typeof(BatchState))]
    [InlineData("chunks", "state", typeof(ChunkState))]
    [InlineData("runners", "role", typeof(RunnerRole))]
    [InlineData("history", "event", typeof(HistoryEvent))]
    public async Task The_states_in_the_tables_are_those_in_the_code(string table, string column, Type names)
    {
        var sql = await Source.OneAsync<string>($"SELECT sql FROM sqlite_master WHERE name = '{table}'");
        var check = Regex.Match(sql, $@"CHECK \({column} IN \((?<values>[^)]*)\)\)").Groups["values"].Value;

        var constants = names.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(constants.Order(), Quoted().Matches(check).Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public async Task The_statuses_in_the_table_are_those_in_the_code()
    {
        var sql = await Source.OneAsync<string>("SELECT sql FROM sqlite_master WHERE name = 'results'");

        Assert.Equal(
            Enum.GetNames<ResultStatus>().Select(n => n.ToLowerInvariant()),
            Regex.Matches(sql, "status = '([a-z]+)'").Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void The_state_pictures_show_every_state()
    {
        var page = Path.Combine(Folder(), "..", "..", "..", "docs", "ARCHITECTURE.md");
        if (!File.Exists(page)) return;

        var pictures = string.Join('\n', Mermaid().Matches(File.ReadAllText(page)).Select(m => m.Value));
        if (pictures.Length == 0) return;

        foreach (var type in (Type[])[typeof(BatchState), typeof(ChunkState)])
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral))
                Assert.Matches($@"\b{field.GetRawConstantValue()}\b", pictures);
        }
    }

    [Theory]
    [InlineData("SELECT * FROM batch_summary WHERE id = 1")]
    [InlineData("SELECT * FROM batch_summary WHERE id < 99 ORDER BY id DESC LIMIT 50")]
    public async Task A_summary_reads_no_results_and_no_ended_chunk(string query)
    {
        var plan = await Source.QueryAsync<(long, long, long, string Detail)>("EXPLAIN QUERY PLAN " + query);

        var reads = plan.Select(p => p.Detail).Where(d => d.Contains("chunks", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, reads.Count);
        Assert.All(reads, d => Assert.Matches("USING (COVERING )?INDEX chunks_(ready|suspect|begun|running)", d));
        Assert.DoesNotContain(plan, p => p.Detail.Contains("results", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_reads_no_chunk_that_it_cannot_take(bool isolated)
    {
        var plan = await PlanAsync(ChunkClaim.Sql(isolated));

        var reads = plan.Select(p => p.Detail).Where(d => Regex.IsMatch(d, "(SCAN|SEARCH) (c|r|b|chunks) ")).ToList();
        Assert.NotEmpty(reads);
        var mine = isolated ? "suspect" : "ready";
        Assert.All(reads, d => Assert.Matches($"chunks_({mine}|running)|batches_open|PRIMARY KEY", d));
    }

    [Theory]
    [InlineData(ResultStore.Unsolved + " AND line > 1 AND line < 9 ORDER BY line", "results_unfinished")]
    [InlineData("SELECT number FROM results WHERE batch_id = 1 AND micros >= 10000 ORDER BY micros DESC, line", "results_slow")]
    public async Task What_is_rare_among_the_results_is_found_by_its_index(string query, string index)
    {
        var plan = await Source.QueryAsync<(long, long, long, string Detail)>(
            "EXPLAIN QUERY PLAN " + Regex.Replace(query, "@[A-Za-z]+", "1"));

        Assert.Contains(index, Assert.Single(plan).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_out_of_its_turn_is_found_without_reading_all_that_wait()
    {
        var plan = await PlanAsync(ChunkClaim.OutOfTurnSql(""));

        Assert.Contains(plan, p => p.Detail.Contains("INDEX batches_waiting (served_at<", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, p => p.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    public static TheoryData<string> GiveWayQuestions => [GiveWay.Sql, $"""
        SELECT {GiveWay.IsOutranked} FROM chunks m JOIN batches own ON own.id = m.batch_id
        """];

    [Theory, MemberData(nameof(GiveWayQuestions))]
    public async Task Who_asks_whether_to_give_way_looks_at_higher_priorities_only(string sql)
    {
        var plan = await PlanAsync(sql);

        Assert.Contains(plan, p => p.Detail.Contains("INDEX batches_open (priority>", StringComparison.Ordinal));
        Assert.Contains(plan, p => p.Detail.Contains("INDEX chunks_ready (batch_id=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retry_reads_no_factored_row()
    {
        var plan = await PlanAsync(
            "SELECT line, micros FROM results WHERE batch_id = @Id AND status = @Status AND status <> 'factored' ORDER BY line");

        Assert.Contains("INDEX results_unfinished (batch_id=? AND status=?)", Assert.Single(plan).Detail, StringComparison.Ordinal);
    }

    Task<IReadOnlyList<(long, long, long, string Detail)>> PlanAsync(string sql) =>
        Source.QueryAsync<(long, long, long, string Detail)>(
            "EXPLAIN QUERY PLAN " + Regex.Replace(sql, "@[A-Za-z]+", "1"));

    static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("```mermaid(?<picture>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();
}
