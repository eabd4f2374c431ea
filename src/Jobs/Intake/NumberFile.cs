using System.IO.Compression;
using System.Text;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// One number file, opened: whatever it is on disk (plain, gzip, UTF-16 with byte order mark), <see cref="Text"/> is
/// its lines in UTF-8, read once from front to back. Offsets elsewhere count the bytes of this text.
/// </summary>
public sealed class NumberFile : IDisposable
{
    readonly HashingStream? _hashed;

    NumberFile(string path, long length, Stream text, HashingStream? hashed)
    {
        Path = path;
        Length = length;
        Text = text;
        _hashed = hashed;
    }

    public string Path { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    public Stream Text { get; }

    /// <summary>The text is the file byte for byte, so whoever hashes the text need not hash the file again.</summary>
    public bool IsVerbatim => _hashed is null;

    /// <exception cref="UnreadableFileException">Not a regular file, or one that may not be read.</exception>
    public static NumberFile Open(string path)
    {
        var file = RegularFile.Open(path);
        try
        {
            var length = file.Length;
            var isGzip = Starts(file, 0x1F, 0x8B);
            var utf16 = DetectUtf16(file, isGzip);
            if (!isGzip && utf16 is null) return new(path, length, file, null);

            var hashed = new HashingStream(file);
            Stream text = isGzip ? new GzipText(path, hashed) : hashed;
            if (utf16 is not null)
            {
                text.ReadExactly(stackalloc byte[2]);
                text = Encoding.CreateTranscodingStream(text, utf16, new UTF8Encoding(false));
            }
            return new(path, length, text, hashed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of the bytes on disk; to be asked after the text has been read to its end.</summary>
    public string FinishHash() =>
        _hashed?.Finish() ?? throw new InvalidOperationException("The hash of the text is the hash of this file.");

    public void Dispose() => Text.Dispose();

    static bool Starts(FileStream file, byte first, byte second)
    {
        Span<byte> head = stackalloc byte[2];
        var read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && head[0] == first && head[1] == second;
    }

    static UnicodeEncoding? DetectUtf16(FileStream file, bool isGzip)
    {
        Span<byte> head = stackalloc byte[2];
        if (isGzip)
        {
            using var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            try
            {
                if (gzip.ReadAtLeast(head, 2, throwOnEndOfStream: false) < 2) head.Clear();
            }
            catch (InvalidDataException)
            {
                // The real reading meets the same damage and tells it with the name of the file.
                head.Clear();
            }
        }
        else if (file.ReadAtLeast(head, 2, throwOnEndOfStream: false) < 2)
        {
            head.Clear();
        }
        file.Position = 0;
        return head switch
        {
            [0xFF, 0xFE] => new(bigEndian: false, byteOrderMark: false),
            [0xFE, 0xFF] => new(bigEndian: true, byteOrderMark: false),
            _ => null,
        };
    }
}
