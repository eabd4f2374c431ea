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

    /// <summary>
    /// <c>normal</c>, <c>below-normal</c> or <c>low</c>: what the system gives the runner processes while others want
    /// the processor too (on Linux nice 0, 10 or 19). Default <c>normal</c>.
    /// </summary>
    [AllowedValues("normal", "below-normal", "low", ErrorMessage = "{0} must be normal, below-normal or low")]
    public string ProcessPriority { get; set; } = "normal";
}
