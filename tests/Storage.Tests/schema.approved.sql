CREATE VIEW batch_summary AS
SELECT b.id,
       b.name,
       b.state,
       b.paused,
       CASE b.priority WHEN 1 THEN 'high' WHEN 0 THEN 'normal' ELSE 'low' END AS priority,
       b.lines,
       b.blanks,
       b.numbers,
       b.rejects,
       b.done + coalesce(o.done, 0)                         AS done,
       b.numbers - b.done - coalesce(o.done, 0)             AS waiting,
       b.unfactored + coalesce(o.unfactored, 0)             AS unfactored,
       b.quarantined + coalesce(o.quarantined, 0)           AS quarantined,
       coalesce(o.ready, 0)                                 AS ready_chunks,
       coalesce(o.running, 0)                               AS running_chunks,
       b.failed_chunks,
       b.effort,
       coalesce(o.effort_left, 0.0)                         AS effort_left,
       coalesce(o.effort_squares, 0.0)                      AS effort_squares,
       coalesce(o.hardest, 0.0)                             AS hardest,
       b.micros + coalesce(o.micros, 0)                     AS micros,
       b.bytes,
       b.loaded_bytes,
       b.host,
       b.created_at,
       b.started_at,
       b.finished_at,
       b.error
FROM batches b
LEFT JOIN (
    SELECT batch_id,
           sum(ready)          AS ready,
           sum(running)        AS running,
           sum(done)           AS done,
           sum(unfactored)     AS unfactored,
           sum(quarantined)    AS quarantined,
           sum(micros)         AS micros,
           sum(effort_left)    AS effort_left,
           sum(effort_squares) AS effort_squares,
           max(hardest)        AS hardest
    FROM (
        -- Thousands of chunks may be ready: these two are answered by an index alone.
        SELECT batch_id, count(*) AS ready, 0 AS running, 0 AS done, 0 AS unfactored, 0 AS quarantined, 0 AS micros,
               sum(effort) AS effort_left, sum(effort * effort / max(numbers, 1)) AS effort_squares,
               max(effort / max(numbers, 1)) AS hardest
        FROM chunks WHERE state = 'ready' AND crashes < 2 GROUP BY batch_id
        UNION ALL
        SELECT batch_id, count(*), 0, 0, 0, 0, 0, sum(effort), sum(effort * effort / max(numbers, 1)),
               max(effort / max(numbers, 1))
        FROM chunks WHERE state = 'ready' AND crashes >= 2 GROUP BY batch_id
        UNION ALL
        -- Few are ready although they were begun: they bring rows, and less of their effort is left.
        SELECT batch_id, 0, 0, done, unfactored, quarantined, micros, -effort_done,
               -effort_done * effort / max(numbers, 1), 0.0
        FROM chunks WHERE state = 'ready' AND next_line > first_line
        UNION ALL
        -- As many run as there are workers.
        SELECT batch_id, 0, 1, done, unfactored, quarantined, micros, effort - effort_done,
               (effort - effort_done) * effort / max(numbers, 1), effort / max(numbers, 1)
        FROM chunks WHERE state = 'running'
    ) parts
    GROUP BY batch_id
) o ON o.batch_id = b.id;

CREATE VIEW factors AS
SELECT r.batch_id,
       r.line,
       r.number,
       f.value  AS prime,
       count(*) AS exponent
FROM results r, json_each(r.factors) f
GROUP BY r.batch_id, r.line, r.number, f.value;

CREATE TABLE batches (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    claim_key     TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL,
    sha256        TEXT,
    priority      INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (-1, 0, 1)),
    state         TEXT    NOT NULL CHECK (state IN ('loading', 'open', 'exporting', 'completed', 'completed_with_failures', 'cancelled')),
    paused        INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    lines         INTEGER NOT NULL DEFAULT 0,
    blanks        INTEGER NOT NULL DEFAULT 0,
    numbers       INTEGER NOT NULL DEFAULT 0,
    rejects       INTEGER NOT NULL DEFAULT 0,
    done          INTEGER NOT NULL DEFAULT 0,
    unfactored    INTEGER NOT NULL DEFAULT 0,
    quarantined   INTEGER NOT NULL DEFAULT 0,
    effort        REAL    NOT NULL DEFAULT 0,
    micros        INTEGER NOT NULL DEFAULT 0,
    open_chunks   INTEGER NOT NULL CHECK (open_chunks >= 0),
    failed_chunks INTEGER NOT NULL DEFAULT 0 CHECK (failed_chunks >= 0),
    loader_id     INTEGER REFERENCES runners (id),
    loaded_bytes  INTEGER NOT NULL DEFAULT 0,
    prefix_sha256 TEXT,
    exporter_id   INTEGER REFERENCES runners (id),
    created_at    TEXT    NOT NULL,
    started_at    TEXT,
    finished_at   TEXT,
    moved_at      TEXT,
    error         TEXT, served_at TEXT, pruned_at TEXT,
    CHECK (lines = numbers + rejects + blanks)
) STRICT;

CREATE TABLE chunk_numbers (
    id         INTEGER PRIMARY KEY,
    batch_id   INTEGER NOT NULL REFERENCES batches (id),
    first_line INTEGER NOT NULL CHECK (first_line >= 1),
    end_line   INTEGER NOT NULL,
    numbers    TEXT    NOT NULL,
    CHECK (end_line > first_line)
) STRICT;

CREATE TABLE chunks (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id       INTEGER NOT NULL REFERENCES batches (id),
    payload_id     INTEGER NOT NULL REFERENCES chunk_numbers (id),
    state          TEXT    NOT NULL CHECK (state IN ('ready', 'running', 'completed', 'failed', 'cancelled')),
    attempt        INTEGER NOT NULL DEFAULT 0,
    runner_id      INTEGER REFERENCES runners (id),
    worker         INTEGER,
    lease_until    TEXT,
    first_line     INTEGER NOT NULL,
    next_line      INTEGER NOT NULL,
    end_line       INTEGER NOT NULL,
    claimed_line   INTEGER,
    numbers        INTEGER NOT NULL,
    effort         REAL    NOT NULL,
    done           INTEGER NOT NULL DEFAULT 0,
    unfactored     INTEGER NOT NULL DEFAULT 0,
    quarantined    INTEGER NOT NULL DEFAULT 0,
    micros         INTEGER NOT NULL DEFAULT 0,
    crashes        INTEGER NOT NULL DEFAULT 0,
    suspect_line   INTEGER,
    suspect_deaths INTEGER NOT NULL DEFAULT 0,
    failures       INTEGER NOT NULL DEFAULT 0,
    rescues        INTEGER NOT NULL DEFAULT 0,
    not_before     TEXT,
    created_at     TEXT    NOT NULL,
    started_at     TEXT,
    ended_at       TEXT,
    error          TEXT, effort_done REAL NOT NULL DEFAULT 0, turn_until TEXT, budget_seconds REAL CHECK (budget_seconds >= 0),
    CHECK ((state = 'running') = (runner_id IS NOT NULL)),
    CHECK (first_line <= next_line AND next_line <= end_line)
) STRICT;

CREATE TABLE efforts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    host      TEXT    NOT NULL,
    batch_id  INTEGER NOT NULL,
    numbers   INTEGER NOT NULL,
    predicted REAL    NOT NULL,
    actual    REAL    NOT NULL,
    ended_at  TEXT    NOT NULL
) STRICT;

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

CREATE TABLE ledger (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    epoch           INTEGER NOT NULL,
    created_at      TEXT    NOT NULL,
    checkpointer_id INTEGER,
    checkpoint_beat INTEGER NOT NULL DEFAULT 0
, next_turn_at TEXT, closed TEXT) STRICT;

CREATE TABLE rejects (
    batch_id  INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE results (
    batch_id INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    number   TEXT    NOT NULL,
    factors  TEXT    NOT NULL,
    status   TEXT    NOT NULL CHECK (status = 'factored' OR status = 'unfactored' OR status = 'quarantined'),
    cofactor TEXT,
    method   TEXT    NOT NULL,
    micros   INTEGER NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE runners (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    role        TEXT    NOT NULL CHECK (role IN ('serve', 'work', 'run', 'submit')),
    parent_id   INTEGER REFERENCES runners (id),
    host        TEXT    NOT NULL,
    pid         INTEGER NOT NULL,
    pid_started TEXT    NOT NULL,
    liveness    TEXT    NOT NULL UNIQUE,
    version     TEXT    NOT NULL,
    workers     INTEGER NOT NULL,
    isolated    INTEGER NOT NULL DEFAULT 0 CHECK (isolated IN (0, 1)),
    state       TEXT    NOT NULL DEFAULT 'alive' CHECK (state IN ('alive', 'stopped', 'dead')),
    started_at  TEXT    NOT NULL,
    ended_at    TEXT,
    end_reason  TEXT, wanted_workers INTEGER CHECK (wanted_workers >= 1),
    CHECK ((state = 'alive') = (ended_at IS NULL))
) STRICT;

CREATE INDEX batches_by_content ON batches (bytes, sha256);

CREATE INDEX batches_exporting ON batches (id) WHERE state = 'exporting';

CREATE INDEX batches_open ON batches (priority DESC, id) WHERE state IN ('loading', 'open');

CREATE INDEX batches_pruned ON batches (id) WHERE pruned_at IS NOT NULL;

CREATE INDEX batches_unsettled ON batches (id) WHERE moved_at IS NULL;

CREATE INDEX batches_waiting ON batches (served_at) WHERE state IN ('loading', 'open');

CREATE INDEX chunk_numbers_by_line ON chunk_numbers (batch_id, first_line);

CREATE INDEX chunks_begun ON chunks (batch_id) WHERE state = 'ready' AND next_line > first_line;

CREATE INDEX chunks_by_batch ON chunks (batch_id, id);

CREATE INDEX chunks_by_payload ON chunks (payload_id);

CREATE INDEX chunks_by_runner ON chunks (runner_id) WHERE runner_id IS NOT NULL;

CREATE INDEX chunks_ended ON chunks (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX chunks_failed ON chunks (batch_id) WHERE state = 'failed';

CREATE INDEX chunks_ready ON chunks (batch_id, effort DESC, id, numbers) WHERE state = 'ready' AND crashes < 2;

CREATE INDEX chunks_running ON chunks (batch_id) WHERE state = 'running';

CREATE INDEX chunks_suspect ON chunks (batch_id, effort DESC, id, numbers) WHERE state = 'ready' AND crashes >= 2;

CREATE INDEX efforts_by_host ON efforts (host, id);

CREATE INDEX history_by_batch ON history (batch_id, id);

CREATE INDEX results_slow ON results (batch_id, micros DESC, line) WHERE micros >= 10000;

CREATE INDEX results_unfinished ON results (batch_id, status, line, micros) WHERE status <> 'factored';

CREATE INDEX runners_alive ON runners (id) WHERE state = 'alive';
