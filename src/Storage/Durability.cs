namespace BatchRunner.Storage;

/// <summary>What a commit promises when the power goes.</summary>
public enum Durability
{
    /// <summary>
    /// Survives the death of any process. A power cut may undo the last commits; what they recorded is redone.
    /// </summary>
    Process,

    /// <summary>Survives a power cut: somebody was told, or a file is moved on the strength of it.</summary>
    PowerCut,
}
