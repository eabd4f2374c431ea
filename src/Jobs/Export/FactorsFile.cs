using System.Buffers;
using System.Globalization;
using System.Text;
using BatchRunner.Factoring;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Export;

/// <summary>
/// The answers of a batch as GNU factor writes them, <c>n: p p q</c>, in line order. A number without a complete answer
/// is a comment line that says so: nobody who reads the file with a program takes it for a factorization.
/// </summary>
public sealed class FactorsFile(ResultStore results, BatchRow batch, Stream stream)
{
    const int PageRows = 5000;
    const int MostTextBytes = 1 << 20;

    // One is written while the next is read.
    ResultRows _page = new();
    ResultRows _next = new();
    readonly ArrayBufferWriter<byte> _text = new();
    readonly MissingNumbers? _missing =
        batch.Done < batch.Numbers ? new MissingNumbers(results, batch.Id) : null;

    public async Task WriteAsync(CancellationToken token)
    {
        var reading = ReadAsync(0, token);
        try
        {
            while (await reading)
            {
                (_page, _next) = (_next, _page);
                reading = ReadAsync(_page.Line(_page.Count - 1), token);
                for (var index = 0; index < _page.Count; index++)
                {
                    if (_missing is not null) await AddMissingAsync(_page.Line(index), token);
                    Add(index);
                }
                await FlushAsync(token);
            }
        }
        finally
        {
            // Nobody reads into the page any more, whatever ended the writing.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_missing is not null) await AddMissingAsync(long.MaxValue, token);
        await FlushAsync(token);
    }

    // SQLite reads on the caller's thread.
    Task<bool> ReadAsync(long after, CancellationToken token) =>
        Task.Run(() => results.PageAsync(batch.Id, after, PageRows, _next, token), token);

    void Add(int index)
    {
        if (_page.Status(index) == ResultStatus.Factored)
        {
            _text.Write(_page.Number(index));
            _text.Write(":"u8);
            AddFactors(_page.Factors(index));
            _text.Write("\n"u8);
            return;
        }

        AddText($"# line {_page.Line(index)}: ");
        _text.Write(_page.Number(index));
        if (_page.Status(index) == ResultStatus.Quarantined)
        {
            _text.Write(" quarantined: it brought its worker down\n"u8);
            return;
        }
        _text.Write(" unfactored: primes found so far:"u8);
        AddFactors(_page.Factors(index));
        var cofactor = _page.Cofactor(index);
        _text.Write(cofactor.Length <= Factorizer.DecidedDigits ? "; composite cofactor left: "u8 : "; cofactor left: "u8);
        _text.Write(cofactor);
        _text.Write("\n"u8);
    }

    async Task AddMissingAsync(long beforeLine, CancellationToken token)
    {
        await foreach (var (line, number) in _missing!.BeforeAsync(beforeLine, token))
        {
            AddText($"# line {line}: {number} not worked: its chunk failed\n");
            if (_text.WrittenCount > MostTextBytes) await FlushAsync(token);
        }
    }

    // The factors come as a JSON array of strings of digits: what is between quotes is a prime.
    void AddFactors(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'"') is var quote and >= 0)
        {
            json = json[(quote + 1)..];
            var end = json.IndexOf((byte)'"');
            _text.Write(" "u8);
            _text.Write(json[..end]);
            json = json[(end + 1)..];
        }
    }

    void AddText(FormattableString text) =>
        _text.Write(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    async Task FlushAsync(CancellationToken token)
    {
        await stream.WriteAsync(_text.WrittenMemory, token);
        _text.ResetWrittenCount();
    }
}
