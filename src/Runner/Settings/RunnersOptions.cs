using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>How much of the machine is used.</summary>
public sealed class RunnersOptions
{
    /// <summary>Runner processes that <c>serve</c> and <c>run</c> start. Default 2.</summary>
    [Range(1, 256)]
    public int Processes { get; set; } = 2;

    /// <summary>Workers in each process; 0 shares the cores among the processes, at least 1 each. Default 0.</summary>
    [Range(0, 1024)]
    public int WorkersPerProcess { get; set; }
}
