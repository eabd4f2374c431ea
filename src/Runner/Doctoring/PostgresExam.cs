using System.Globalization;
using BatchRunner.Runner.Dashboard;
using BatchRunner.Storage.Postgres;

namespace BatchRunner.Runner.Doctoring;

/// <summary>The PostgreSQL server under a ledger: may it be written, is it ours, has it room for more sessions.</summary>
static class PostgresExam
{
    /// <summary>A runner process keeps up to so many sessions: its own, and those of its pools.</summary>
    const int SessionsOfARunner = 5;

    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    internal static IReadOnlyList<Diagnosis> Judge(PostgresFacts facts) =>
        [Server(facts), Edition(facts), Sessions(facts), Clock(facts)];

    static Diagnosis Server(PostgresFacts facts)
    {
        var found = $"PostgreSQL {facts.Version} at {facts.Name}, {Wording.Bytes(facts.Bytes)}, "
            + (facts.IsEncrypted ? "encrypted" : "not encrypted");
        return facts.IsStandby
            ? Diagnosis.Bad("server", found + ", a standby", "A standby cannot be written: connect to the primary server.")
            : Diagnosis.Good("server", found);
    }

    static Diagnosis Edition(PostgresFacts facts) => facts.Edition switch
    {
        0 => Diagnosis.Good("edition", "no ledger yet; it is made when it is needed"),
        var edition when edition > facts.KnownEdition => Diagnosis.Bad("edition",
            $"{edition}, but this program knows editions up to {facts.KnownEdition}",
            "Use the newer program, or another database."),
        var edition when edition < facts.KnownEdition => Diagnosis.Note("edition",
            $"{edition}; this program writes {facts.KnownEdition}",
            "The next verb that opens it brings it up to date, and older programs then refuse it: stop them first."),
        var edition => Diagnosis.Good("edition", edition.ToString(CultureInfo.InvariantCulture)),
    };

    static Diagnosis Sessions(PostgresFacts facts)
    {
        var free = facts.MostSessions - facts.Sessions;
        var found = $"{facts.Sessions} of {facts.MostSessions} in use";
        return free < 2 * SessionsOfARunner
            ? Diagnosis.Note("sessions", found,
                $"Each runner process needs up to {SessionsOfARunner}: raise max_connections on the server.")
            : Diagnosis.Good("sessions", found);
    }

    static Diagnosis Clock(PostgresFacts facts) => facts.ClockAhead.Duration() > ClockTolerance
        ? Diagnosis.Note("server's clock",
            string.Create(CultureInfo.InvariantCulture, $"{facts.ClockAhead.TotalSeconds:F0} s ahead of this machine's"),
            "Set the one that is wrong. All moments in the ledger are the server's.")
        : Diagnosis.Good("server's clock", "agrees with this machine's");
}
