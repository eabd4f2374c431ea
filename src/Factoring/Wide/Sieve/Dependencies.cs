using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Factoring.Wide.Sieve;

/// <summary>
/// Linear dependencies modulo 2 among rows that arrive one by one: elimination on the fly, so the sieve may stop at the
/// first moment a dependency exists.
/// <para>
/// Mathematics: a row is reduced by the kept rows in order of its highest set column (the rarest prime); what stays is
/// kept under that column, what vanishes is a dependency, named by the second half of the row in which each original
/// row has
/// a bit of its own.
/// </para>
/// <para>Cost: at most one row addition a column and row: some n^3 / 256 word operations for n rows with 512-bit
/// registers.</para>
/// <para>Source: J. Gerver's and others' dense elimination as in D. E. Knuth, TAOCP vol. 2, section 4.5.4, algorithm E;
/// the order by rarity after A. K. Lenstra, M. S. Manasse, Math. Comp. 63 (1994).</para>
/// </summary>
sealed class Dependencies
{
    ulong[] _rows = [];
    int[] _ofColumn = [];
    int _columns;
    int _columnWords;
    int _width;
    int _kept;
    int _capacity;

    /// <summary>Original rows that can still be told apart.</summary>
    public int RowLimit => (_width - _columnWords) * 64;

    public int RowsSeen { get; private set; }

    public void Prepare(int columns)
    {
        _columns = columns;
        _columnWords = (columns + 63) / 64;
        _width = _columnWords + ((columns + 128 + 63) / 64);
        _kept = 0;
        RowsSeen = 0;
        _capacity = columns + 1;
        if (_rows.Length < _width * _capacity) _rows = new ulong[_width * _capacity];
        if (_ofColumn.Length < columns) _ofColumn = new int[columns];
        _ofColumn.AsSpan(0, columns).Fill(-1);
        Row.Clear();
    }

    /// <summary>The row to be filled in before <see cref="Reduce"/>: one bit a column.</summary>
    public Span<ulong> Row => _rows.AsSpan(_kept * _width, _width);

    /// <summary>Takes the row in. True when it depends on earlier ones: <see cref="Members"/> then says on
    /// which.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Reduce()
    {
        var row = Row;
        var history = row[_columnWords..];
        history[RowsSeen >> 6] |= 1UL << (RowsSeen & 63);
        RowsSeen++;
        for (var word = _columnWords - 1; word >= 0; word--)
        {
            while (row[word] != 0)
            {
                var column = (64 * word) + 63 - BitOperations.LeadingZeroCount(row[word]);
                var other = _ofColumn[column];
                if (other < 0)
                {
                    _ofColumn[column] = _kept++;
                    Row.Clear();
                    return false;
                }
                AddRow(row, _rows.AsSpan(other * _width, _width));
            }
        }
        return true;
    }

    /// <summary>The original rows, by order of arrival, of the dependency just found; then the row is free
    /// again.</summary>
    public void Members(List<int> rows)
    {
        rows.Clear();
        var history = Row[_columnWords..];
        for (var i = 0; i < RowsSeen; i++)
        {
            if ((history[i >> 6] >> (i & 63) & 1) != 0) rows.Add(i);
        }
        Row.Clear();
    }

    static void AddRow(Span<ulong> row, ReadOnlySpan<ulong> other)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(row);
        var addend = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < wide.Length; i++) wide[i] ^= addend[i];
        for (var i = wide.Length * Vector<ulong>.Count; i < row.Length; i++) row[i] ^= other[i];
    }
}
