namespace BatchRunner.Runner.Settings;

/// <summary>One setting as it takes effect.</summary>
/// <param name="Key">Such as <c>Runners:Processes</c>, below the section.</param>
/// <param name="Value">The value as text; never shown for a secret, see <see cref="Shown"/>.</param>
/// <param name="Source">Where it came from: <c>default</c>, a file's path, a variable's name or an option.</param>
/// <param name="IsSecret">True for what must not be printed.</param>
public sealed record EffectiveSetting(string Key, string Value, string Source, bool IsSecret)
{
    /// <summary>The value as it may be printed.</summary>
    public string Shown => IsSecret && Value.Length > 0 ? "(secret)" : Value;

    public override string ToString() => $"{Key} = {Shown} ({Source})";
}
