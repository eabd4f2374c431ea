using System.Runtime.CompilerServices;
using System.Text;
using BatchRunner.Storage;

namespace BatchRunner.Jobs.Export;

/// <summary>
/// Walks through the numbers of a batch in line order beside its results and finds those without a result: the rest of
/// a chunk that failed.
/// </summary>
sealed class MissingNumbers(ResultStore results, long batchId)
{
    ReadOnlyMemory<byte> _rest;
    long _line;
    long _firstLine;
    bool _ended;

    /// <summary>
    /// The numbers before <paramref name="line"/> that were not asked about before. A number in the line itself is
    /// passed over: it has its result.
    /// </summary>
    public async IAsyncEnumerable<(long Line, string Number)> BeforeAsync(
        long line, [EnumeratorCancellation] CancellationToken token)
    {
        while (!_ended)
        {
            while (!_rest.IsEmpty && _line <= line)
            {
                var end = _rest.Span.IndexOf((byte)'\n');
                var number = (_line, Encoding.ASCII.GetString(_rest.Span[..end]));
                _rest = _rest[(end + 1)..];
                _line++;
                if (end > 0 && number._line < line) yield return number;
            }
            if (!_rest.IsEmpty) break;

            var next = await results.NextPayloadAsync(batchId, _firstLine, token);
            _ended = next is null;
            _rest = next?.Numbers;
            _line = _firstLine = next?.FirstLine ?? 0;
        }
    }
}
