using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Npgsql;

namespace BatchRunner.Storage.Postgres;

/// <summary>
/// The hot read: rows by key into <see cref="ResultRows"/>, a page of them as one text. As rows each would be a message
/// of the protocol, and to read a message costs the driver more than the row in it.
/// </summary>
static class PostgresResultPage
{
    /// <summary>COPY's header, the count of columns and the length of the only one.</summary>
    const int TextStart = 19 + sizeof(short) + sizeof(int);

    /// <summary>The pages of the file of answers, 5,000 rows of 64-bit numbers, are about as long.</summary>
    const int FirstBytes = 1 << 20;

    const byte EndOfField = (byte)'\t';
    const byte EndOfRow = (byte)'\n';

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
            // NULL, when there are no rows, has the length -1.
            var length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(TextStart - sizeof(int)));
            if (length > 0) Parse(buffer.AsSpan(TextStart, length), page);
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

    // COPY takes no parameters; these are numbers. No field holds a tab or the end of a line: they are digits, names of
    // ours and jsonb, which writes both as escapes.
    internal static string Sql(long batchId, long afterLine, int limit) => string.Create(CultureInfo.InvariantCulture,
        $"""
         SELECT string_agg(concat_ws(E'\t', line, number, status, coalesce(cofactor, ''), method, micros, factors), E'\n')
         FROM (
             SELECT * FROM results WHERE batch_id = {batchId} AND line > {afterLine} ORDER BY line LIMIT {limit}
         ) page
         """);

    static void Parse(Span<byte> text, ResultRows page)
    {
        byte[] method = [];
        while (text.Length > 0)
        {
            var line = Long(Next(ref text, EndOfField));
            var number = Next(ref text, EndOfField);
            var status = ResultStatusNames.Parse(Next(ref text, EndOfField));
            var cofactor = Next(ref text, EndOfField);
            var name = Next(ref text, EndOfField);
            if (!name.SequenceEqual(method)) method = MethodNames.Intern(name);
            var micros = Long(Next(ref text, EndOfField));
            page.Add(line, number, WithoutSpaces(Next(ref text, EndOfRow)), status, cofactor, method, micros);
        }
    }

    /// <summary>The text up to its next end or the end of all.</summary>
    static Span<byte> Next(ref Span<byte> text, byte end)
    {
        var length = text.IndexOf(end);
        if (length < 0) length = text.Length;
        var field = text[..length];
        text = text[Math.Min(length + 1, text.Length)..];
        return field;
    }

    static long Long(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long value, out var used) && used == digits.Length
            ? value
            : throw new InvalidDataException("A row of the ledger has a line or a time that is no number.");

    // jsonb puts a space behind every comma; decimal strings hold none.
    static Span<byte> WithoutSpaces(Span<byte> json)
    {
        if (!json.Contains((byte)' ')) return json;

        var kept = 0;
        foreach (var letter in json)
            if (letter != ' ') json[kept++] = letter;
        return json[..kept];
    }
}
