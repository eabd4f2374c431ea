using System.IO.Compression;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// One number file, opened: whatever it is on disk (plain, gzip, UTF-16 with byte order mark), <see cref="Text"/> is
/// its lines in UTF-8, read once from front to back. Offsets elsewhere count the bytes of this text.
/// </summary>
public sealed class NumberFile : IDisposable
{
    readonly HashingStream? _hashed;

    readonly FileStream _file;
    readonly SafeFileHandle _handle;
    readonly DateTime _writtenAt;

    NumberFile(string name, FileStream file, Stream text, HashingStream? hashed)
    {
        Name = name;
        Length = file.Length;
        _file = file;
        _handle = file.SafeFileHandle;
        _writtenAt = File.GetLastWriteTimeUtc(_handle);
        Text = text;
        _hashed = hashed;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    public Stream Text { get; }

    /// <summary>The text is the file byte for byte, so whoever hashes the text need not hash the file again.</summary>
    public bool IsVerbatim => _hashed is null;

    /// <exception cref="UnreadableFileException">Not a regular file, or one that may not be read.</exception>
    public static NumberFile Open(string path, string name)
    {
        var file = RegularFile.Open(path, name);
        try
        {
            var isGzip = Starts(file, 0x1F, 0x8B);
            var utf16 = DetectUtf16(file, isGzip);
            if (!isGzip && utf16 is null) return new(name, file, file, null);

            var hashed = new HashingStream(file);
            Stream text = isGzip ? new GzipText(name, hashed) : hashed;
            if (utf16 is not null)
            {
                text.ReadExactly(stackalloc byte[2]);
                text = Encoding.CreateTranscodingStream(text, utf16, new UTF8Encoding(false));
            }
            return new(name, file, text, hashed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// How much of the bytes on disk has been read, from 0 to 1; it runs ahead of the text by a buffer.
    /// </summary>
    public double ShareRead => Length == 0 ? 1 : Math.Min(1, (double)_file.Position / Length);

    /// <summary>SHA-256 of the bytes on disk; to be asked after the text has been read to its end.</summary>
    public string FinishHash() =>
        _hashed?.Finish() ?? throw new InvalidOperationException("The hash of the text is the hash of this file.");

    /// <summary>To be asked after the end was reached: what had come later would be missing.</summary>
    /// <exception cref="UnreadableFileException">Somebody wrote to the file since it was opened.</exception>
    public void RequireUnchanged()
    {
        if (RandomAccess.GetLength(_handle) == Length && File.GetLastWriteTimeUtc(_handle) == _writtenAt) return;
        throw new UnreadableFileException($"{Name} was still being written while it was read. Write it under a name that"
            + " ends in .part and rename it when it is complete, then drop it again.");
    }

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
