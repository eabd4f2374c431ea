namespace BatchRunner.Runner.Settings;

/// <summary>Marks an option whose value is never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
