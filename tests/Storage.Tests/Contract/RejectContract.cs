namespace BatchRunner.Storage.Tests.Contract;

public abstract class RejectContract(LedgerSource source) : LedgerContract(source)
{
    [Fact]
    public async Task Rejects_come_with_their_slice_and_are_read_in_line_order()
    {
        var loader = await JoinAsync();
        var slice = Slice(0, 0, true, 2) with
        {
            Lines = 6,
            Blanks = 1,
            RejectCount = 3,
            Rejects =
            [
                new(3, 1, "-7", "column 1: a number has no sign '-'"),
                new(4, 3, "12 34", "column 3: two numbers on one line"),
                new(6, 2, "=1+1'; DROP TABLE batches; --\u2400", "column 1: '=' is no digit"),
            ],
        };

        var batch = await Ledger.Batches.CreateAsync(NewBatch(loader), slice, None);

        Assert.Equal(slice.Rejects, await Ledger.Rejects.PageAsync(batch, 0, 10, None));
        Assert.Equal([slice.Rejects[1]], await Ledger.Rejects.PageAsync(batch, 3, 1, None));
        Assert.Empty(await Ledger.Rejects.PageAsync(batch, 6, 10, None));
        Assert.Equal((0L, 3L), await Ledger.Results.CountAsync(batch, None));
        var row = await BatchAsync(batch);
        Assert.Equal((6L, 1L, 2L, 3L), (row.Lines, row.Blanks, row.Numbers, row.Rejects));
    }

    [Fact]
    public async Task A_slice_whose_counts_do_not_add_up_is_refused_by_the_ledger_itself()
    {
        var loader = await JoinAsync();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Ledger.Batches.CreateAsync(
            NewBatch(loader), Slice(0, 0, true, 2) with { Lines = 5 }, None));

        Assert.Equal(0, await CountAsync("batches"));
    }

    [Fact]
    public async Task A_file_of_rejects_only_is_exported_at_once()
    {
        var loader = await JoinAsync();
        var batch = await Ledger.Batches.CreateAsync(
            NewBatch(loader),
            Slice(0, 0, true) with { Lines = 1, RejectCount = 1, Rejects = [new(1, 1, "x", "column 1: no digit")] },
            None);

        Assert.Equal(BatchState.Exporting, (await BatchAsync(batch)).State);
    }
}
