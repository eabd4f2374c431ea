namespace BatchRunner.Jobs.Intake;

/// <summary>
/// The file as a whole cannot be taken: it is no regular file, damaged, or changed under our hands. The message names
/// the file, says what is wrong and stands unchanged in <c>failed/NAME.error.txt</c>. Trying again does not help.
/// </summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
