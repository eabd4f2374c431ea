using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using BatchRunner.Factoring;
using BatchRunner.Jobs.Working;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Verification;

/// <summary>
/// Re-checks a batch from scratch: every number that was loaded has at most one row (exactly one when the batch is
/// finished), no row is of anything else, every row multiplies out, every factor is prime and they ascend, and the
/// counters say what the rows say. Memory is bounded by one payload and one page of rows.
/// </summary>
public sealed class Verifier(Ledger ledger)
{
    /// <summary>Enough to see what is wrong; a broken batch would fill the screen otherwise.</summary>
    public const int MostFindings = 100;

    const int PageRows = 10_000;

    /// <summary>Null when there is no such batch, or its rows are being pruned.</summary>
    /// <param name="progress">Told the rows checked so far.</param>
    public async Task<BatchVerification?> VerifyAsync(long batchId, IProgress<long>? progress, CancellationToken token)
    {
        if (await ledger.Summaries.FindAsync(batchId, token) is not { } batch) return null;
        if (await ledger.Batches.FindAsync(batchId, token) is not { PrunedAt: null }) return null;

        var findings = new Findings(batchId);
        var rows = new RowCursor(ledger.Results, batchId);
        long numbers = 0, waiting = 0, afterLine = 0;
        while (await ledger.Results.NextPayloadAsync(batchId, afterLine, token) is { } payload)
        {
            foreach (var (line, number) in NumbersOf(payload))
            {
                numbers++;
                while (await rows.PeekAsync(token) is { } early && early < line)
                {
                    findings.Add(early, "has a row, but no number was loaded from this line");
                    rows.Advance();
                }
                if (await rows.PeekAsync(token) != line)
                {
                    waiting++;
                    continue;
                }
                Check(rows, line, number, findings);
                rows.Advance();
            }
            progress?.Report(rows.Read);
            afterLine = payload.FirstLine;
        }
        while (await rows.PeekAsync(token) is { } late)
        {
            findings.Add(late, "has a row, but no number was loaded from this line");
            rows.Advance();
        }
        await CheckSumsAsync(batch, new(numbers, waiting, rows), findings, token);
        return new(batchId, batch.Name, rows.Read, waiting, findings.All);
    }

    static List<(long Line, string Number)> NumbersOf(ChunkPayload payload)
    {
        List<(long, string)> numbers = [];
        var reader = new PayloadReader(payload, payload.FirstLine);
        while (reader.Read(out var line, out var start, out var length))
            numbers.Add((line, Encoding.ASCII.GetString(payload.Numbers, start, length)));
        return numbers;
    }

    static void Check(RowCursor rows, long line, string number, Findings findings)
    {
        var row = rows.Current;
        if (row.Number != number)
        {
            findings.Add(line, $"holds the number {row.Number}, but {number} was loaded");
            return;
        }
        if (row.Status == ResultStatus.Quarantined) return;

        var value = BigInteger.Parse(number, CultureInfo.InvariantCulture);
        var product = row.Cofactor;
        BigInteger before = 0;
        foreach (var factor in row.Factors)
        {
            if (factor < before) findings.Add(line, $"lists {factor} after {before}");
            if (factor != before && !rows.IsPrime(factor)) findings.Add(line, $"lists {factor} as a prime factor of {number}");
            product *= factor;
            before = factor;
        }
        if (value >= 2 && product != value) findings.Add(line, $"multiplies out to {product}, not {number}");
        if (value < 2 && row.Factors.Count > 0) findings.Add(line, $"lists factors of {number}, which has none");
        if (row.Status == ResultStatus.Factored != row.Cofactor.IsOne)
            findings.Add(line, $"is {row.Status} with cofactor {row.Cofactor}");
        if (row.Status == ResultStatus.Unfactored && rows.IsPrime(row.Cofactor))
            findings.Add(line, $"is unfactored, but its cofactor {row.Cofactor} is prime");
    }

    async Task CheckSumsAsync(BatchSummary before, Seen seen, Findings findings, CancellationToken token)
    {
        // While the batch is worked on the counters move under the count: only what stood still can be compared.
        var batch = await ledger.Summaries.FindAsync(before.Id, token) ?? before;
        var (_, rejects) = await ledger.Results.CountAsync(before.Id, token);
        if (batch.Lines != batch.Numbers + batch.Rejects + batch.Blanks)
            findings.Add(null, $"{batch.Lines} lines are not {batch.Numbers} numbers + {batch.Rejects} rejects + {batch.Blanks} blanks");
        if (!BatchState.IsFinal(batch.State)) return;

        findings.Expect("numbers loaded", batch.Numbers, seen.Numbers);
        findings.Expect("rows", batch.Done, seen.Rows.Read);
        findings.Expect("unfactored rows", batch.Unfactored, seen.Rows.Unfactored);
        findings.Expect("quarantined rows", batch.Quarantined, seen.Rows.Quarantined);
        findings.Expect("rejects", batch.Rejects, rejects);
        findings.Expect("waiting numbers", batch.Waiting, seen.Waiting);
        if (seen.Waiting > 0 && batch.State == BatchState.Completed)
            findings.Add(null, $"is completed, but {seen.Waiting} numbers have no row");
    }

    readonly record struct Seen(long Numbers, long Waiting, RowCursor Rows);

    sealed class Findings(long batchId)
    {
        readonly List<BatchFinding> _all = [];

        internal IReadOnlyList<BatchFinding> All => _all;

        internal void Add(long? line, string what)
        {
            if (_all.Count < MostFindings) _all.Add(new(batchId, line, what));
        }

        internal void Expect(string what, long counter, long counted)
        {
            if (counter != counted) Add(null, $"counts {counter} {what}, but there are {counted}");
        }
    }

    /// <summary>One parsed row.</summary>
    sealed record Row(string Number, IReadOnlyList<BigInteger> Factors, ResultStatus Status, BigInteger Cofactor);

    /// <summary>The rows of a batch one after the other, page by page.</summary>
    sealed class RowCursor(ResultStore results, long batchId)
    {
        readonly ResultRows _page = new();
        readonly HashSet<BigInteger> _primes = [];
        int _index;
        long _afterLine;
        bool _exhausted;

        internal long Read { get; private set; }
        internal long Unfactored { get; private set; }
        internal long Quarantined { get; private set; }

        internal async ValueTask<long?> PeekAsync(CancellationToken token)
        {
            if (_index >= _page.Count && !_exhausted)
            {
                _exhausted = !await results.PageAsync(batchId, _afterLine, PageRows, _page, token);
                _index = 0;
                if (!_exhausted) _afterLine = _page.Line(_page.Count - 1);
            }
            return _exhausted ? null : _page.Line(_index);
        }

        internal Row Current => new(
            Encoding.ASCII.GetString(_page.Number(_index)),
            ParseFactors(_page.Factors(_index)),
            _page.Status(_index),
            _page.Cofactor(_index) is { Length: > 0 } digits ? Parse(Encoding.ASCII.GetString(digits)) : BigInteger.One);

        internal void Advance()
        {
            if (_page.Status(_index) == ResultStatus.Unfactored) Unfactored++;
            if (_page.Status(_index) == ResultStatus.Quarantined) Quarantined++;
            Read++;
            _index++;
        }

        // Small primes come again and again.
        internal bool IsPrime(BigInteger number)
        {
            if (_primes.Contains(number)) return true;
            if (!PrimeTest.IsPrime(number)) return false;
            if (number < 1_000_000) _primes.Add(number);
            return true;
        }

        static List<BigInteger> ParseFactors(ReadOnlySpan<byte> json)
        {
            List<BigInteger> factors = [];
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String) factors.Add(Parse(reader.GetString()!));
            }
            return factors;
        }

        static BigInteger Parse(string digits) =>
            BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }
}
