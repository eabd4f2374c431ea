using System.Buffers.Binary;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// Liveness on one machine: <c>NAME.lock</c> is held exclusively by its process, <c>NAME.beat</c> beside it holds 8
/// bytes a worker. Beats go to a file and not to the ledger, because a stopped process may hold the ledger's write
/// lock: then nobody could beat, and the innocent would look as dead as the culprit.
/// </summary>
public sealed class LivenessFolder(string folder) : Liveness
{
    public override HeldLiveness Hold()
    {
        Directory.CreateDirectory(folder);
        return new Held(folder, Guid.CreateVersion7().ToString("N"));
    }

    public override IReadOnlyDictionary<string, LivenessSign> Look(IReadOnlyCollection<string> names) =>
        names.ToDictionary(name => name, LookAt);

    LivenessSign LookAt(string name)
    {
        if (!IsLocked(Path.Combine(folder, name + ".lock"))) return new(false, [], null);

        try
        {
            using var file = new FileStream(
                Path.Combine(folder, name + ".beat"), FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new(true, [.. bytes.Chunk(sizeof(long)).Select(b => BinaryPrimitives.ReadInt64LittleEndian(b))], null);
        }
        catch (IOException)
        {
            // It lives but has not beaten yet, or is just leaving: its lock tells the next time.
            return new(true, [], null);
        }
    }

    /// <summary>The names of all that live, also of those no ledger knows of.</summary>
    internal IReadOnlyList<string> Living() =>
        [
            .. Directory.EnumerateFiles(folder, "*.lock").Where(IsLocked)
                .Select(file => Path.GetFileNameWithoutExtension(file)),
        ];

    public override void Forget(string name)
    {
        File.Delete(Path.Combine(folder, name + ".lock"));
        File.Delete(Path.Combine(folder, name + ".beat"));
    }

    public override void Sweep(IReadOnlySet<string> known, DateTimeOffset before)
    {
        if (!Directory.Exists(folder)) return;

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.lock"))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name);
            if (!known.Contains(name) && file.LastWriteTimeUtc < before.UtcDateTime && !IsLocked(file.FullName)) Forget(name);
        }
    }

    static bool IsLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    sealed class Held : HeldLiveness
    {
        readonly FileStream _lock;
        readonly FileStream _beat;

        internal Held(string folder, string name)
        {
            Name = name;
            _lock = new(Path.Combine(folder, name + ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            try
            {
                _beat = new(
                    Path.Combine(folder, name + ".beat"), FileMode.CreateNew, FileAccess.ReadWrite,
                    FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            }
            catch
            {
                _lock.Dispose();
                File.Delete(_lock.Name);
                throw;
            }
        }

        public override string Name { get; }

        public override void Beat(ReadOnlySpan<long> workers)
        {
            Span<byte> bytes = stackalloc byte[workers.Length * sizeof(long)];
            for (var i = 0; i < workers.Length; i++)
                BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], workers[i]);
            // The same bytes of the file again: this needs no free space, so a full disk does not look like death.
            RandomAccess.Write(_beat.SafeFileHandle, bytes, 0);
        }

        public override void Dispose()
        {
            _beat.Dispose();
            File.Delete(_beat.Name);
            _lock.Dispose();
            File.Delete(_lock.Name);
        }
    }
}
