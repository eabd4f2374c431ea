using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchRunner.Storage;

/// <summary>
/// Moments as each database keeps them. The mapper has one handler for a whole process, which may use both: the
/// parameter's own type tells which database it goes to. In SQLite a moment is text that sorts, that its date functions
/// read and that a person reads; PostgreSQL has a type for it.
/// </summary>
sealed class UtcMoments : SqlMapper.TypeHandler<DateTimeOffset>
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    static UtcMoments()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new UtcMoments());
    }

    /// <summary>Every database calls this before its first statement; what it does happens once.</summary>
    internal static void Register()
    {
    }

    public override DateTimeOffset Parse(object value) => value is DateTime moment
        ? new(moment, TimeSpan.Zero)
        : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
        parameter.Value = parameter is SqliteParameter
            ? value.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture)
            : value.ToUniversalTime();
}
