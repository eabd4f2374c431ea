using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BatchRunner.Storage;

/// <summary>
/// Everything a batch holds, read through the stores and hashed: the same in two ledgers exactly when nothing differs
/// that anybody can read, whatever their databases make of it on disk.
/// </summary>
sealed class BatchHash(Ledger ledger, BatchRow batch)
{
    const int PageRows = 10_000;

    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal async Task<BatchTransfer> ComputeAsync(CancellationToken token)
    {
        Add(batch.ToString());
        await AddChunksAsync(token);
        var results = await AddResultsAsync(token);
        var rejects = await AddRejectsAsync(token);
        return new(batch.Id, batch.Name, results, rejects, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    async Task AddChunksAsync(CancellationToken token)
    {
        var after = 0L;
        while (await ledger.Chunks.OfBatchAsync(batch.Id, after, PageRows, token) is [.., var last] chunks)
        {
            foreach (var chunk in chunks) Add(chunk.ToString());
            after = last.Id;
        }
        after = 0;
        while (await ledger.Results.NextPayloadAsync(batch.Id, after, token) is { } payload)
        {
            Add(payload.FirstLine);
            Add(payload.EndLine);
            Add(payload.Numbers);
            after = payload.FirstLine;
        }
    }

    async Task<long> AddResultsAsync(CancellationToken token)
    {
        var (count, after) = (0L, 0L);
        var page = new ResultRows();
        while (await ledger.Results.PageAsync(batch.Id, after, PageRows, page, token))
        {
            for (var i = 0; i < page.Count; i++)
            {
                Add(page.Line(i));
                Add(page.Number(i));
                Add(page.Factors(i));
                Add((long)page.Status(i));
                Add(page.Cofactor(i));
                Add(page.Method(i));
                Add(page.Micros(i));
            }
            count += page.Count;
            after = page.Line(page.Count - 1);
        }
        return count;
    }

    async Task<long> AddRejectsAsync(CancellationToken token)
    {
        var (count, after) = (0L, 0L);
        while (await ledger.Rejects.PageAsync(batch.Id, after, PageRows, token) is [.., var last] rejects)
        {
            foreach (var reject in rejects) Add(reject.ToString());
            count += rejects.Count;
            after = last.Line;
        }
        return count;
    }

    void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    // With its length, so that no two sequences of values make the same bytes.
    void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }

    void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }
}
