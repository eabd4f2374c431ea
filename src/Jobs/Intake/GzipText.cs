using System.IO.Compression;
using System.Security.Cryptography;

namespace BatchRunner.Jobs.Intake;

/// <summary>
/// Decompresses gzip of one or several members and knows whether the file is whole. GZipStream alone does not: it takes
/// a file cut off anywhere for a complete one (seen on .NET 10). So one more member with a random seal is read behind
/// the file's last byte; only a whole file lets the decoder arrive there and end with exactly that seal, which is
/// held back.
/// </summary>
sealed class GzipText : ReadOnlyStream
{
    const int SealBytes = 32;

    readonly string _name;
    readonly byte[] _seal = RandomNumberGenerator.GetBytes(SealBytes);
    readonly byte[] _heldBack = new byte[SealBytes];
    readonly GZipStream _gzip;
    byte[] _joined = [];
    int _held;
    long _decoded;

    public GzipText(string name, Stream compressed)
    {
        _name = name;
        _gzip = new(new Sealed(compressed, Compress(_seal)), CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_joined.Length < SealBytes + buffer.Length) _joined = new byte[SealBytes + buffer.Length];
        while (true)
        {
            _heldBack.AsSpan(0, _held).CopyTo(_joined);
            var read = Decompress(_joined.AsSpan(_held, buffer.Length));
            if (read == 0) return End();

            var available = _held + read;
            var passedOn = Math.Max(0, available - SealBytes);
            _joined.AsSpan(0, passedOn).CopyTo(buffer);
            _held = available - passedOn;
            _joined.AsSpan(passedOn, _held).CopyTo(_heldBack);
            _decoded += passedOn;
            if (passedOn > 0) return passedOn;
        }
    }

    int Decompress(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException(
                $"{_name} is damaged or cut off: its gzip data cannot be read after {_decoded} bytes of text.", e);
        }
    }

    int End()
    {
        if (_held == SealBytes && _seal.AsSpan().SequenceEqual(_heldBack)) return 0;
        throw new UnreadableFileException($"{_name} is cut off, or something that is no gzip follows its gzip data:"
            + $" it ends after {_decoded + _held} bytes of text without the end mark.");
    }

    static byte[] Compress(byte[] seal)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression)) gzip.Write(seal);
        return member.ToArray();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    sealed class Sealed(Stream file, byte[] seal) : ReadOnlyStream
    {
        int _given;

        public override int Read(Span<byte> buffer)
        {
            if (file.Read(buffer) is var read and > 0) return read;

            read = Math.Min(buffer.Length, seal.Length - _given);
            seal.AsSpan(_given, read).CopyTo(buffer);
            _given += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }
    }
}
