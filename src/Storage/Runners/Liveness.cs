namespace BatchRunner.Storage;

/// <summary>
/// How processes know of each other whether they live and move. Living is told by the system, not by a clock: on one
/// machine an exclusively locked file that the kernel lets go of at any death. Moving is told by a beat.
/// </summary>
public abstract class Liveness
{
    /// <summary>Holds a new liveness until it is disposed of or the process dies.</summary>
    public abstract HeldLiveness Hold();

    /// <summary>What can be seen of another runner.</summary>
    public abstract LivenessSign Look(string name);

    /// <summary>Removes what a runner left behind that is known to be gone.</summary>
    public abstract void Forget(string name);

    /// <summary>
    /// Removes what nobody holds and no runner is known by: a process died before it could register what it held.
    /// </summary>
    /// <param name="known">Names in use.</param>
    /// <param name="before">What is younger is left alone: somebody may be about to take hold of it.</param>
    public virtual void Sweep(IReadOnlySet<string> known, DateTimeOffset before)
    {
    }
}
