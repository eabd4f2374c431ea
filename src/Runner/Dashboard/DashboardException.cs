namespace BatchRunner.Runner.Dashboard;

/// <summary>The dashboard cannot start; the message names the setting and the remedy.</summary>
public sealed class DashboardException(string message, Exception? inner = null) : Exception(message, inner);
