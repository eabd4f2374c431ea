using BatchRunner.Storage.Tests.Contract;

namespace BatchRunner.Storage.Tests.Postgres;

/// <summary>The contract on PostgreSQL: every topic once.</summary>
public static class PostgresLedgerTests
{
    public sealed class Claims() : ClaimContract(new PostgresLedgerSource());

    public sealed class Waiting() : WaitingContract(new PostgresLedgerSource());

    public sealed class Commits() : CommitContract(new PostgresLedgerSource());

    public sealed class Slices() : SliceContract(new PostgresLedgerSource());

    public sealed class Splits() : SplitContract(new PostgresLedgerSource());

    public sealed class Rescues() : RescueContract(new PostgresLedgerSource());

    public sealed class Completions() : CompletionContract(new PostgresLedgerSource());

    public sealed class Steering() : SteeringContract(new PostgresLedgerSource());

    public sealed class Priorities() : PriorityContract(new PostgresLedgerSource());

    public sealed class Retries() : RetryContract(new PostgresLedgerSource());

    public sealed class Orders() : OrderContract(new PostgresLedgerSource());

    public sealed class Quarantine() : QuarantineContract(new PostgresLedgerSource());

    public sealed class Rows() : RowContract(new PostgresLedgerSource());

    public sealed class Rejects() : RejectContract(new PostgresLedgerSource());

    public sealed class Summaries() : SummaryContract(new PostgresLedgerSource());

    public sealed class Views() : ViewContract(new PostgresLedgerSource());

    public sealed class Models() : ModelContract(new PostgresLedgerSource());

    public sealed class Efforts() : EffortContract(new PostgresLedgerSource());

    public sealed class Writers() : WriterContract(new PostgresLedgerSource());

    public sealed class Concurrency() : ConcurrencyContract(new PostgresLedgerSource());

    public sealed class Histories() : HistoryContract(new PostgresLedgerSource());

    public sealed class Searches() : SearchContract(new PostgresLedgerSource());

    public sealed class Epochs() : EpochContract(new PostgresLedgerSource());

    public sealed class Pruning() : PruneContract(new PostgresLedgerSource());
}
