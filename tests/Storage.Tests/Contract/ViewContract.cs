namespace BatchRunner.Storage.Tests.Contract;

public abstract class ViewContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task The_view_factors_has_one_row_a_distinct_prime()
    {
        await LoadAsync(3);
        var rows = new ResultRows();
        var method = "trial"u8.ToArray();
        rows.Add(1, "360"u8, """["2","2","2","3","3","5"]"""u8, ResultStatus.Factored, [], method, 1);
        rows.Add(2, "1"u8, "[]"u8, ResultStatus.Factored, [], method, 1);
        rows.Add(3, "101"u8, """["101"]"""u8, ResultStatus.Factored, [], method, 1);
        await SendAsync(new(await ClaimAsync(await JoinAsync()), 1, long.MaxValue, rows));

        var factors = await Source.QueryAsync<(long, string, string, long)>(
            """
            SELECT line, number, prime, exponent FROM factors
            WHERE batch_id = 1 ORDER BY line, CAST(prime AS INTEGER)
            """);

        Assert.Equal(
            [(1L, "360", "2", 3L), (1L, "360", "3", 2L), (1L, "360", "5", 1L), (3L, "101", "101", 1L)],
            factors);
    }

    [Fact]
    public async Task The_documented_query_answers_in_line_order()
    {
        await LoadAsync(5, 9);
        await WorkOffAsync(await JoinAsync());

        var rows = await Source.QueryAsync<(string Number, string Factors)>(
            "SELECT number, factors FROM results WHERE batch_id = 1 ORDER BY line");

        Assert.Equal(Enumerable.Range(1, 14).Select(i => $"{1000 + i}"), rows.Select(r => r.Number));
    }

    [Fact]
    public async Task The_database_refuses_a_second_row_for_a_line()
    {
        await LoadAsync(2);
        await WorkOffAsync(await JoinAsync());

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Source.ExecuteAsync(
            """
            INSERT INTO results (batch_id, line, number, factors, status, method, micros)
            VALUES (1, 1, '5', '[]', 'factored', 'trial', 1)
            """));
    }

    [Theory]
    [InlineData("UPDATE batches SET state = 'lost'")]
    [InlineData("UPDATE batches SET lines = lines + 1")]
    [InlineData("UPDATE batches SET open_chunks = -1")]
    [InlineData("UPDATE chunks SET state = 'lost'")]
    [InlineData("UPDATE chunks SET state = 'running'")]
    [InlineData("UPDATE chunks SET next_line = end_line + 1")]
    [InlineData("UPDATE runners SET state = 'lost'")]
    [InlineData("UPDATE runners SET state = 'dead'")]
    public async Task The_database_itself_refuses_what_makes_no_sense(string sql)
    {
        await LoadAsync(2);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Source.ExecuteAsync(sql));
    }

    [Fact]
    public async Task The_database_refuses_a_status_there_is_none_of()
    {
        await LoadAsync(2);
        await WorkOffAsync(await JoinAsync());

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => Source.ExecuteAsync("UPDATE results SET status = 'lost'"));
    }
}
