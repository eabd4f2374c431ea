-- What people who look at a batch ask for: its story, and ways to what is rare among millions of rows.

-- One row an event in the life of a batch, written in the transaction that makes it happen. What happens to every chunk
-- (claims, commits, numbers set aside) is no event: the chunks themselves tell it.
CREATE TABLE history (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id    INTEGER NOT NULL REFERENCES batches (id),
    event       TEXT    NOT NULL CHECK (event IN ('split', 'rescued', 'error', 'failed', 'quarantined', 'paused', 'resumed', 'priority', 'cancelled', 'retried')),
    happened_at TEXT    NOT NULL,
    chunk_id    INTEGER,
    first_line  INTEGER,
    end_line    INTEGER,
    attempt     INTEGER,
    runner_id   INTEGER,
    detail      TEXT
) STRICT;
CREATE INDEX history_by_batch ON history (batch_id, id);

-- Rows whose number cost ten thousand times what the entry costs: no wider index on results is
-- affordable beside the hot insert.
CREATE INDEX results_slow ON results (batch_id, micros DESC, line) WHERE micros >= 10000;

CREATE INDEX chunks_failed ON chunks (batch_id) WHERE state = 'failed';
CREATE INDEX chunks_ended ON chunks (ended_at) WHERE ended_at IS NOT NULL;
