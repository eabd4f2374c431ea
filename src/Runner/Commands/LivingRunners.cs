using BatchRunner.Storage;

namespace BatchRunner.Runner.Commands;

/// <summary>For what may only be done while nobody works with the ledger.</summary>
static class LivingRunners
{
    /// <param name="intent">What the verb is about to do, in the infinitive.</param>
    /// <param name="me">This process's own part, if it has one.</param>
    /// <exception cref="VerbException">Somebody takes part.</exception>
    public static async Task RefuseAsync(Ledger ledger, string intent, long? me, CancellationToken token)
    {
        var alive = (await ledger.Runners.AliveAsync(token))
            .Where(runner => runner.Id != me && ledger.Liveness.Look(runner.Liveness).Alive)
            .Select(runner => $"{runner.Role} on {runner.Host} (pid {runner.Pid})")
            .ToList();
        if (alive.Count == 0) return;
        throw new VerbException(ExitCode.LedgerUnavailable,
            $"Cannot {intent} while somebody works with {ledger.Database.Name}: {string.Join(", ", alive)}. Stop them first.");
    }
}
