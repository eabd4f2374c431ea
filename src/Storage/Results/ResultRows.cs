using System.Runtime.InteropServices;

namespace BatchRunner.Storage;

/// <summary>
/// The rows of one commit in line order, as UTF-8 in one growing buffer: the hot path makes no object per number. The
/// owner fills it, hands it to a commit, and may clear it and fill it again once the commit has been answered.
/// </summary>
public sealed class ResultRows
{
    readonly List<Row> _rows = [];
    byte[] _text = new byte[1 << 16];
    int _used;

    public int Count => _rows.Count;

    /// <summary>Bytes of text held; a commit is cut when this grows large.</summary>
    public int TextBytes => _used;

    /// <param name="line">1-based; greater than that of the row before.</param>
    /// <param name="number">Canonical decimal digits.</param>
    /// <param name="factorsJson">JSON array of decimal strings, ascending with multiplicity.</param>
    /// <param name="cofactor">Decimal digits; empty when there is none.</param>
    /// <param name="method">The name of the method, in memory that outlives the rows (a constant).</param>
    /// <param name="micros">CPU microseconds the number took.</param>
    public void Add(
        long line, ReadOnlySpan<byte> number, ReadOnlySpan<byte> factorsJson, ResultStatus status,
        ReadOnlySpan<byte> cofactor, byte[] method, long micros)
    {
        _rows.Add(new(line, _used, number.Length, factorsJson.Length, cofactor.Length, status, method, micros));
        Append(number);
        Append(factorsJson);
        Append(cofactor);
    }

    public void Clear()
    {
        _rows.Clear();
        _used = 0;
    }

    public long Line(int index) => _rows[index].Line;

    public ResultStatus Status(int index) => _rows[index].Status;

    public long Micros(int index) => _rows[index].Micros;

    /// <summary>The name of the method, UTF-8.</summary>
    public ReadOnlySpan<byte> Method(int index) => _rows[index].Method;

    /// <summary>Canonical decimal digits.</summary>
    public ReadOnlySpan<byte> Number(int index) => Number(All[index]);

    /// <summary>JSON array of decimal strings, ascending with multiplicity.</summary>
    public ReadOnlySpan<byte> Factors(int index) => Factors(All[index]);

    /// <summary>Decimal digits; empty when there is none.</summary>
    public ReadOnlySpan<byte> Cofactor(int index) => Cofactor(All[index]);

    /// <summary>How many rows stand before a line.</summary>
    internal int CountBefore(long line)
    {
        var count = _rows.Count;
        while (count > 0 && _rows[count - 1].Line >= line) count--;
        return count;
    }

    internal ReadOnlySpan<Row> All => CollectionsMarshal.AsSpan(_rows);

    /// <summary>
    /// The text of all rows: a row's number stands at its start, then its factors, then its cofactor.
    /// </summary>
    internal ReadOnlySpan<byte> Text => _text;

    internal ReadOnlySpan<byte> Number(in Row row) => _text.AsSpan(row.Start, row.NumberLength);

    internal ReadOnlySpan<byte> Factors(in Row row) =>
        _text.AsSpan(row.Start + row.NumberLength, row.FactorsLength);

    internal ReadOnlySpan<byte> Cofactor(in Row row) =>
        _text.AsSpan(row.Start + row.NumberLength + row.FactorsLength, row.CofactorLength);

    void Append(ReadOnlySpan<byte> text)
    {
        if (_text.Length - _used < text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + text.Length));
        text.CopyTo(_text.AsSpan(_used));
        _used += text.Length;
    }

    internal readonly record struct Row(
        long Line, int Start, int NumberLength, int FactorsLength, int CofactorLength, ResultStatus Status,
        byte[] Method, long Micros);
}
