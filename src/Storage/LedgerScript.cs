using System.Globalization;
using System.Reflection;

namespace BatchRunner.Storage;

/// <summary>
/// The numbered scripts of one kind of database: <c>NNN_name.sql</c>, in order, each run once. A number means the same
/// edition on every database.
/// </summary>
/// <param name="Edition">The number.</param>
/// <param name="Name">The file's name.</param>
sealed record LedgerScript(int Edition, string Name, string Resource)
{
    internal static IReadOnlyList<LedgerScript> Of(string database)
    {
        var prefix = $"{typeof(LedgerScript).Namespace}.{database}.Scripts.";
        return
        [
            .. from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
               where resource.StartsWith(prefix, StringComparison.Ordinal)
               let file = resource[prefix.Length..]
               orderby file
               select new LedgerScript(int.Parse(file[..3], CultureInfo.InvariantCulture), file, resource),
        ];
    }

    internal string Text()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
