using BatchRunner.Storage.Tests.Contract;

namespace BatchRunner.Storage.Tests.Sqlite;

/// <summary>The contract on SQLite: every topic once.</summary>
public static class SqliteLedgerTests
{
    public sealed class Claims() : ClaimContract(new SqliteLedgerSource());

    public sealed class Waiting() : WaitingContract(new SqliteLedgerSource());

    public sealed class Commits() : CommitContract(new SqliteLedgerSource());

    public sealed class Efforts() : EffortContract(new SqliteLedgerSource());

    public sealed class Slices() : SliceContract(new SqliteLedgerSource());

    public sealed class Splits() : SplitContract(new SqliteLedgerSource());

    public sealed class Rescues() : RescueContract(new SqliteLedgerSource());

    public sealed class Completions() : CompletionContract(new SqliteLedgerSource());

    public sealed class Steering() : SteeringContract(new SqliteLedgerSource());

    public sealed class Priorities() : PriorityContract(new SqliteLedgerSource());

    public sealed class Retries() : RetryContract(new SqliteLedgerSource());

    public sealed class Orders() : OrderContract(new SqliteLedgerSource());

    public sealed class Quarantine() : QuarantineContract(new SqliteLedgerSource());

    public sealed class Rows() : RowContract(new SqliteLedgerSource());

    public sealed class Rejects() : RejectContract(new SqliteLedgerSource());

    public sealed class Summaries() : SummaryContract(new SqliteLedgerSource());

    public sealed class Views() : ViewContract(new SqliteLedgerSource());

    public sealed class Models() : ModelContract(new SqliteLedgerSource());

    public sealed class Writers() : WriterContract(new SqliteLedgerSource());

    public sealed class Concurrency() : ConcurrencyContract(new SqliteLedgerSource());

    public sealed class Histories() : HistoryContract(new SqliteLedgerSource());

    public sealed class Searches() : SearchContract(new SqliteLedgerSource());

    public sealed class Epochs() : EpochContract(new SqliteLedgerSource());

    public sealed class Pruning() : PruneContract(new SqliteLedgerSource());
}
