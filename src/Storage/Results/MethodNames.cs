using System.Collections.Concurrent;
using System.Text;

namespace BatchRunner.Storage;

/// <summary>Method names are few: every row read keeps a reference to one and the same array of each.</summary>
static class MethodNames
{
    static readonly ConcurrentDictionary<string, byte[]> Names = new();

    internal static byte[] Intern(ReadOnlySpan<byte> name) =>
        Names.GetOrAdd(Encoding.UTF8.GetString(name), static text => Encoding.UTF8.GetBytes(text));
}
