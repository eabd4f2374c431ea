using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchRunner.Storage.Sqlite;

/// <summary>
/// The calls of the hot insert and the hot read straight into the SQLite that Microsoft.Data.Sqlite has loaded. The
/// wrapper's own copy every text they bind and guard the statement's handle at every value; these let SQLite read a text
/// where it stands, and us one of its own.
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

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    internal static partial long ColumnInt64(nint statement, int index);

    /// <summary>The bytes of a text column of the row at hand; they are SQLite's and last until the next step.</summary>
    internal static ReadOnlySpan<byte> ColumnText(nint statement, int index)
    {
        var text = ColumnBlob(statement, index);
        return new(text, ColumnBytes(statement, index));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    private static partial byte* ColumnBlob(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    private static partial int ColumnBytes(nint statement, int index);
}
