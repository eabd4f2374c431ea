using System.Globalization;
using System.Reflection;

namespace BatchRunner.Runner.Settings;

/// <summary>
/// Every key of <see cref="RunnerOptions"/>, found by reflection so that the options class stays the only place where a
/// setting is declared.
/// </summary>
sealed class SettingsCatalog
{
    readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    public SettingsCatalog(RunnerOptions options) => Describe(options, "");

    /// <summary>The keys in the order the classes declare them.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The key as it is declared, or null when there is none.</summary>
    public string? Find(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key : null;

    /// <summary>True for a key that only groups others, such as <c>Runners</c>.</summary>
    public bool IsGroup(string key) => FirstOf(key) is not null;

    /// <summary>The first key of a group, or null when it is none.</summary>
    public string? FirstOf(string group) =>
        _entries.Keys.FirstOrDefault(k => k.StartsWith(group + ':', StringComparison.OrdinalIgnoreCase));

    public bool IsSecret(string key) => _entries[key].Property.IsDefined(typeof(SecretAttribute));

    /// <summary>The value the options object holds now, as a user would write it.</summary>
    public string Read(string key)
    {
        var value = _entries[key].Property.GetValue(_entries[key].Owner);
        return value is bool flag
            ? flag ? "true" : "false"
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Puts the value into the options object.</summary>
    /// <returns>Null, or what the value should have been.</returns>
    public string? Write(string key, string text)
    {
        var (_, owner, property) = _entries[key];
        var (value, wish) = Parse(property.PropertyType, text);
        if (wish is null) property.SetValue(owner, value);
        return wish;
    }

    /// <summary>The declared key closest to a mistyped one, or null when none is close.</summary>
    public string? Suggest(string key)
    {
        var best = _entries.Keys.Select(k => (Key: k, Distance: Math.Min(Spelling.Distance(k, key),
                Spelling.Distance(k[(k.IndexOf(':') + 1)..], key[(key.IndexOf(':') + 1)..]) + 1)))
            .MinBy(candidate => candidate.Distance);
        return best.Distance <= Math.Max(2, key.Length / 3) ? best.Key : null;
    }

    void Describe(object owner, string prefix)
    {
        foreach (var property in owner.GetType().GetProperties())
        {
            var key = prefix + property.Name;
            if (property.PropertyType.Namespace == typeof(RunnerOptions).Namespace)
                Describe(property.GetValue(owner)!, key + ':');
            else
                _entries.Add(key, new(key, owner, property));
        }
    }

    static (object? Value, string? Wish) Parse(Type type, string text) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => (text, null),
        TypeCode.Boolean => bool.TryParse(text, out var flag) ? (flag, null) : (null, "must be true or false"),
        TypeCode.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? (whole, null)
            : (null, "must be a whole number"),
        TypeCode.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && double.IsFinite(real)
            ? (real, null)
            : (null, "must be a number, with a point for fractions"),
        _ => throw new System.Diagnostics.UnreachableException($"No way to read a setting of type {type}."),
    };

    readonly record struct Entry(string Key, object Owner, PropertyInfo Property);
}
