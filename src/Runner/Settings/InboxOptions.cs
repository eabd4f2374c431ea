using System.ComponentModel.DataAnnotations;

namespace BatchRunner.Runner.Settings;

/// <summary>The watched folder and its patience.</summary>
public sealed class InboxOptions
{
    /// <summary>Drop number files here; inside DataFolder unless absolute. Default <c>inbox</c>.</summary>
    [Required(ErrorMessage = "{0} must name a folder")]
    public string Folder { get; set; } = "inbox";

    /// <summary>
    /// Seconds a file's size and time must stay unchanged before it counts as complete; fractions allowed. Default 1.
    /// </summary>
    [Range(0.0, 3600.0)]
    public double QuietSeconds { get; set; } = 1;
}
