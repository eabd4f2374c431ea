namespace BatchRunner.Runner.Settings;

/// <summary>One value from the command line.</summary>
/// <param name="Key">Below the section, such as <c>Runners:Processes</c>; upper and lower case do not matter.</param>
/// <param name="Value">The value as it was typed.</param>
/// <param name="Source">The option that carried it, such as <c>--processes</c>.</param>
public sealed record SettingOverride(string Key, string Value, string Source);
