namespace BatchRunner.Runner.Settings;

/// <summary>The settings cannot be used; every problem names the key, the value, its source and the remedy.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
