namespace BatchRunner.Storage.Tests.Contract;

public abstract class ModelContract(LedgerSource source) : LedgerContract(source)
{
    const int Steps = 300;
    const int Everyday = 3;

    /// <summary>LEDGER_SEEDS=1000 looks longer; the seed is part of the test's name.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Count)];

    static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("LEDGER_SEEDS"), out var count) ? count : Everyday;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_processes_do_the_ledger_adds_up_after_every_step(int seed)
    {
        var model = new LedgerModel(Ledger, Clock, seed);
        for (var step = 1; step <= Steps; step++)
        {
            try
            {
                await model.StepAsync();
                await LedgerInvariants.CheckAsync(Source);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var story = string.Join(" -> ", model.Story.TakeLast(12));
                throw new InvalidOperationException(
                    $"Seed {seed} breaks the ledger at step {step}: {story}. {e.Message}", e);
            }
        }

        // A seed of a long hunt may by chance do without; those of every day must not.
        Assert.True(model.Refused > 0 || seed > Everyday, $"Seed {seed} never woke a runner that was given up.");
        Assert.True(await CountAsync("results") > 0, $"Seed {seed} never finished a number.");
    }
}
