using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The hot insert: PostgreSQL's binary COPY, written straight from the text of <see cref="ResultRows"/> without a string
/// or an object a row. The format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
/// </summary>
static class PostgresResultCopy
{
    const string Sql =
        """
        COPY results (batch_id, line, number, factors, status, cofactor, method, micros) FROM STDIN (FORMAT BINARY)
        """;

    const short Columns = 8;

    /// <summary>
    /// What is handed over at a time: the server holds all of it before it looks at a row, and goes on while the next is
    /// made ready.
    /// </summary>
    const int PieceBytes = 1 << 16;

    /// <summary>Of a row: the count of its columns, a length before each, and three numbers of eight bytes.</summary>
    const int RowOverhead = sizeof(short) + Columns * sizeof(int) + 3 * sizeof(long) + 1;

    /// <summary>The version of jsonb's external form, before its text.</summary>
    internal const byte JsonbVersion = 1;

    /// <summary>The signature, then no flags and no extension.</summary>
    static ReadOnlySpan<byte> Header =>
        [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', 10, 0xff, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    internal static async Task<ResultTally> InsertAsync(
        NpgsqlConnection connection, long batchId, ResultRows rows, long endLine, CancellationToken token)
    {
        // A split moved the chunk's end down: the rest belongs to somebody else now.
        var count = rows.CountBefore(endLine);
        var tally = new ResultTally();
        if (count == 0) return tally;

        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync(Sql, token);
            for (var next = 0; next < count;)
            {
                var used = Fill(ref buffer, batchId, rows, ref next, count, ref tally);
                // Whatever happens, to its end: half a COPY is a mistake to the server.
                await copy.WriteAsync(buffer.AsMemory(0, used), CancellationToken.None);
            }
            return tally;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Rows from <paramref name="next"/> on, as many as fit or one.</summary>
    static int Fill(
        ref byte[] buffer, long batchId, ResultRows rows, ref int next, int count, ref ResultTally tally)
    {
        var all = rows.All[..count];
        var most = Header.Length + Size(all[next]) + sizeof(short);
        if (most > buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(most);
        }
        var writer = new Writer(buffer);
        if (next == 0) writer.Bytes(Header);
        while (next < count && writer.Used + Size(all[next]) + sizeof(short) <= buffer.Length)
        {
            ref readonly var row = ref all[next++];
            writer.Short(Columns);
            writer.Field(batchId);
            writer.Field(row.Line);
            writer.Field(rows.Number(row));
            writer.JsonField(rows.Factors(row));
            writer.Field(ResultStatusNames.Utf8[(int)row.Status]);
            if (row.CofactorLength == 0) writer.Null();
            else writer.Field(rows.Cofactor(row));
            writer.Field(row.Method);
            writer.Field(row.Micros);
            tally = tally.With(row.Status, row.Micros);
        }
        if (next == count) writer.Short(-1);
        return writer.Used;
    }

    static int Size(in ResultRows.Row row) =>
        RowOverhead + row.NumberLength + row.FactorsLength + row.CofactorLength + row.Method.Length +
        ResultStatusNames.Utf8[(int)row.Status].Length;

    ref struct Writer(Span<byte> buffer)
    {
        readonly Span<byte> _buffer = buffer;

        internal int Used { get; private set; }

        internal void Short(short value)
        {
            BinaryPrimitives.WriteInt16BigEndian(_buffer[Used..], value);
            Used += sizeof(short);
        }

        internal void Null() => Length(-1);

        internal void Field(long value)
        {
            Length(sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(_buffer[Used..], value);
            Used += sizeof(long);
        }

        internal void Field(ReadOnlySpan<byte> text)
        {
            Length(text.Length);
            Bytes(text);
        }

        internal void JsonField(ReadOnlySpan<byte> text)
        {
            Length(text.Length + 1);
            _buffer[Used++] = JsonbVersion;
            Bytes(text);
        }

        internal void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_buffer[Used..]);
            Used += bytes.Length;
        }

        void Length(int length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer[Used..], length);
            Used += sizeof(int);
        }
    }
}
