using System.Text;

namespace BatchRunner.Storage.Tests.Contract;

/// <summary>
/// What every ledger promises, whatever database it stands on. Each topic is an abstract class; it is derived once for
/// each database and adds nothing there but the <see cref="LedgerSource"/>.
/// </summary>
public abstract class LedgerContract(LedgerSource source) : IAsyncLifetime
{
    protected const string Here = "here";

    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    static readonly byte[] Rho = "rho"u8.ToArray();

    int _names;

    protected LedgerSource Source => source;

    private protected ManualClock Clock { get; } = new();

    protected Ledger Ledger { get; private set; } = null!;

    protected static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => Ledger = await source.OpenAsync(Clock);

    /// <summary>Whatever a test did, the ledger has to add up afterwards.</summary>
    public virtual async Task DisposeAsync()
    {
        try
        {
            await LedgerInvariants.CheckAsync(source);
        }
        finally
        {
            await source.DisposeAsync();
        }
    }

    /// <summary>A runner that is alive.</summary>
    protected Task<long> JoinAsync(int workers = 2, long? parent = null) => Ledger.Runners.RegisterAsync(
        new(
            workers > 0 ? RunnerRole.Work : RunnerRole.Serve, parent, Here, 1, "boot", $"liveness-{++_names}", "1.0",
            workers, false), None);

    /// <summary>A batch that is completely loaded: each argument is a chunk of so many numbers, one a line.</summary>
    protected async Task<long> LoadAsync(params int[] chunks)
    {
        var loader = await JoinAsync(workers: 0);
        return await Ledger.Batches.CreateAsync(NewBatch(loader), Slice(0, 0, true, chunks), None);
    }

    protected NewBatch NewBatch(long loader, int priority = 0)
    {
        var name = $"file-{++_names}.txt";
        return new($"key-{_names}", name, Here, 1000, priority, loader);
    }

    /// <summary>
    /// A slice of lines that are all numbers: line n holds the number 1000 + n, and every line counts as 10 bytes.
    /// </summary>
    protected static LoadSlice Slice(long fromByte, long linesBefore, bool last, params int[] chunks)
    {
        List<NewChunk> made = [];
        var line = linesBefore;
        foreach (var numbers in chunks)
        {
            made.Add(Chunk(line + 1, numbers));
            line += numbers;
        }
        return new()
        {
            FromBytes = fromByte,
            ToBytes = fromByte + 10 * (line - linesBefore),
            PrefixSha256 = $"prefix-{line}",
            Lines = line,
            Blanks = 0,
            Numbers = line,
            RejectCount = 0,
            Chunks = made,
            Rejects = [],
            Sha256 = last ? "whole-file" : null,
        };
    }

    protected static NewChunk Chunk(long firstLine, int numbers, double effort = 0) => new(
        firstLine, firstLine + numbers, numbers, effort > 0 ? effort : numbers * 1000.0,
        Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, numbers).Select(i => string.Create(null, $"{1000 + firstLine + i}\n")))));

    protected async Task<ChunkLease> ClaimAsync(long runner, bool isolated = false) =>
        Assert.IsType<ChunkLease>(await Ledger.Chunks.ClaimAsync(runner, 0, isolated, Lease, None));

    /// <summary>Factored rows for the lines from <paramref name="from"/> on, before <paramref name="to"/>.</summary>
    protected static ResultRows Rows(long from, long to) => Rows(from, to, ResultStatus.Factored);

    protected static ResultRows Rows(long from, long to, ResultStatus status)
    {
        var rows = new ResultRows();
        for (var line = from; line < to; line++) Add(rows, line, status);
        return rows;
    }

    protected static void Add(ResultRows rows, long line, ResultStatus status)
    {
        var number = Encoding.UTF8.GetBytes(string.Create(null, $"{1000 + line}"));
        var factors = status == ResultStatus.Factored
            ? Encoding.UTF8.GetBytes(string.Create(null, $"[\"{1000 + line}\"]"))
            : "[]"u8;
        rows.Add(line, number, factors, status, status == ResultStatus.Factored ? [] : number, Rho, 7);
    }

    /// <summary>
    /// A commit of all numbers up to <paramref name="to"/>; with no number left it says so as a worker does.
    /// </summary>
    protected static ChunkCommit Commit(ChunkLease lease, long from, long to) =>
        new(lease, from, to >= lease.EndLine ? long.MaxValue : to, Rows(from, Math.Min(to, lease.EndLine)));

    protected Task<CommitOutcome> SendAsync(ChunkCommit commit) => SendAsync(Ledger, commit);

    protected static async Task<CommitOutcome> SendAsync(Ledger ledger, ChunkCommit commit) =>
        (await ledger.Commits.CommitAsync([commit], Lease, None)).Single();

    /// <summary>Claims and completes chunks until none is ready.</summary>
    protected async Task WorkOffAsync(long runner)
    {
        while (await Ledger.Chunks.ClaimAsync(runner, 0, false, Lease, None) is { } lease)
            Assert.True((await SendAsync(Commit(lease, lease.NextLine, lease.EndLine))).Ended);
    }

    /// <summary>Writes the files of the batch whose last chunk has ended, as its exporter would.</summary>
    protected async Task<string> FinishAsync(long batch)
    {
        var exporter = await JoinAsync(workers: 0);
        Assert.Equal(batch, (await Ledger.Batches.TakeExportAsync(Here, exporter, None))?.Id);
        Assert.True(await Ledger.Batches.CompleteAsync(batch, exporter, None));
        return (await BatchAsync(batch)).State;
    }

    protected async Task<BatchRow> BatchAsync(long id) => (await Ledger.Batches.FindAsync(id, None))!;

    protected async Task<ChunkRow> ChunkAsync(long id) =>
        (await Ledger.Chunks.OfBatchAsync(
            await source.OneAsync<long>($"SELECT batch_id FROM chunks WHERE id = {id}"), id - 1, 1, None)).Single();

    protected Task<long> CountAsync(string table, string where = "1 = 1") =>
        source.OneAsync<long>($"SELECT count(*) FROM {table} WHERE {where}");
}
