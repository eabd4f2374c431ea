using System.Text;

namespace BatchRunner.Storage.Tests.Contract;

/// <summary>The hot insert and the hot read beside the slowest ones there are: a statement a row, as a person would write it.</summary>
public abstract class RowContract(LedgerSource source) : LedgerContract(source)
{
    const int Lines = 1500;

    /// <summary>Longer than what is written or read at a time.</summary>
    const int Monstrous = 400_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rows_of_every_kind_stand_in_the_ledger_as_plain_inserts_would_put_them(int seed)
    {
        var batch = await LoadAsync(Lines);
        var lease = await ClaimAsync(await JoinAsync());
        var rows = OddRows(new(seed), Lines + 100);

        Assert.True((await SendAsync(new(lease, 1, long.MaxValue, rows))).Ended);

        await Source.ExecuteAsync("CREATE TABLE plain AS SELECT * FROM results WHERE batch_id < 0");
        await Source.ExecuteAsync(string.Concat(Enumerable.Range(0, Lines).Select(i => PlainInsert(batch, rows, i))));
        Assert.Equal(Lines, await CountAsync("results"));
        Assert.Equal(0, await CountAsync("(SELECT * FROM results EXCEPT SELECT * FROM plain) more"));
        Assert.Equal(0, await CountAsync("(SELECT * FROM plain EXCEPT SELECT * FROM results) less"));
        await Source.ExecuteAsync("DROP TABLE plain");

        var page = new ResultRows();
        Assert.True(await Ledger.Results.PageAsync(batch, 0, Lines + 100, page, None));
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => Text(rows, i)), Enumerable.Range(0, page.Count).Select(i => Text(page, i)));
    }

    static ResultRows OddRows(Random random, int count)
    {
        var rows = new ResultRows();
        for (var line = 1; line <= count; line++)
        {
            var number = Digits(random, line switch { 700 or 701 => Monstrous, _ when line % 50 == 0 => 1000, _ => random.Next(1, 40) });
            var factors = '[' + string.Join(',', Enumerable.Range(0, random.Next(0, 12))
                .Select(_ => $"\"{Digits(random, random.Next(1, 30))}\"")) + ']';
            var status = line == 700 ? ResultStatus.Unfactored : (ResultStatus)random.Next(0, 3);
            rows.Add(
                line, Encoding.UTF8.GetBytes(number), Encoding.UTF8.GetBytes(factors), status,
                status == ResultStatus.Unfactored ? Encoding.UTF8.GetBytes(number) : [],
                random.Next(2) == 0 ? "rho"u8.ToArray() : "elliptic curves"u8.ToArray(),
                random.Next(5) == 0 ? random.NextInt64() : random.Next(100));
        }
        return rows;
    }

    static string Digits(Random random, int count) =>
        string.Create(count, random, static (digits, random) =>
        {
            for (var i = 0; i < digits.Length; i++) digits[i] = (char)('0' + random.Next(i == 0 ? 1 : 0, 10));
        });

    static string PlainInsert(long batch, ResultRows rows, int i) =>
        $"""
         INSERT INTO plain (batch_id, line, number, factors, status, cofactor, method, micros)
         VALUES ({batch}, {rows.Line(i)}, '{Utf8(rows.Number(i))}', '{Utf8(rows.Factors(i))}',
                 '{rows.Status(i).ToString().ToLowerInvariant()}',
                 {(rows.Cofactor(i).IsEmpty ? "NULL" : $"'{Utf8(rows.Cofactor(i))}'")}, '{Utf8(rows.Method(i))}', {rows.Micros(i)});

         """;

    static string Text(ResultRows rows, int i) =>
        $"{rows.Line(i)} {Utf8(rows.Number(i))} {Utf8(rows.Factors(i))} {rows.Status(i)} {Utf8(rows.Cofactor(i))} "
        + $"{Utf8(rows.Method(i))} {rows.Micros(i)}";

    static string Utf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
