using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// The calls of the hot insert straight into the SQLite that Microsoft.Data.Sqlite has loaded. The wrapper's own copy
/// every text they bind; these let SQLite read it where it stands: 0.70 instead of 0.87 us a row.
/// </summary>
static unsafe partial class SqliteNative
{
    const string Library = "e_sqlite3";

    /// <summary>The text stays where it is until the statement is reset or bound anew (SQLITE_STATIC).</summary>
    internal const nint Stays = 0;

    /// <summary>SQLite copies the text (SQLITE_TRANSIENT).</summary>
    internal const nint Copied = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    internal static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    internal static partial int BindText(nint statement, int index, byte* text, int length, nint lifetime);

    // These two may wait for the disk, so the garbage collector must not have to wait for them.
    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int Reset(nint statement);
}
