using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The hot read: rows by key into <see cref="ResultRows"/> by binary COPY, without a string or an object a row.
/// </summary>
static class PostgresResultPage
{
    const int HeaderBytes = 19;

    /// <summary>The pages of the file of answers, 5,000 rows of 64-bit numbers, are about as long.</summary>
    const int FirstBytes = 1 << 20;

    internal static async Task ReadAsync(
        NpgsqlConnection connection, long batchId, long afterLine, int limit, ResultRows page, CancellationToken token)
    {
        var sql = $"COPY ({Sql(batchId, afterLine, limit)}) TO STDOUT (FORMAT BINARY)";
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var used = 0;
            await using (var copy = await connection.BeginRawBinaryCopyAsync(sql, token))
            {
                while (await copy.ReadAsync(buffer.AsMemory(used), token) is var read and > 0)
                {
                    used += read;
                    if (used == buffer.Length) Grow(ref buffer);
                }
            }
            Parse(buffer.AsSpan(0, used), page);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    // COPY takes no parameters; these are numbers.
    internal static string Sql(long batchId, long afterLine, int limit) => string.Create(CultureInfo.InvariantCulture,
        $"""
         SELECT line, number, factors, status, cofactor, method, micros FROM results
         WHERE batch_id = {batchId} AND line > {afterLine} ORDER BY line LIMIT {limit}
         """);

    static void Parse(Span<byte> bytes, ResultRows page)
    {
        var reader = new Reader(bytes) { At = HeaderBytes };
        byte[] method = [];
        while (reader.Short() >= 0)
        {
            var line = reader.Long();
            var number = reader.Field();
            var factors = WithoutSpaces(reader.Field()[1..]);
            var status = ResultStatusNames.Parse(reader.Field());
            var cofactor = reader.Field();
            var name = reader.Field();
            if (!name.SequenceEqual(method)) method = MethodNames.Intern(name);
            page.Add(line, number, factors, status, cofactor, method, reader.Long());
        }
    }

    // jsonb puts a space behind every comma; decimal strings hold none.
    static Span<byte> WithoutSpaces(Span<byte> json)
    {
        var kept = 0;
        foreach (var letter in json)
            if (letter != ' ') json[kept++] = letter;
        return json[..kept];
    }

    ref struct Reader(Span<byte> bytes)
    {
        readonly Span<byte> _bytes = bytes;

        internal int At { get; set; }

        internal short Short()
        {
            At += sizeof(short);
            return BinaryPrimitives.ReadInt16BigEndian(_bytes[(At - sizeof(short))..]);
        }

        internal long Long() => BinaryPrimitives.ReadInt64BigEndian(Field());

        /// <summary>The next field; empty for NULL.</summary>
        internal Span<byte> Field()
        {
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_bytes[At..]));
            At += sizeof(int) + length;
            return _bytes[(At - length)..At];
        }
    }
}
