-- Effort, second edition: what is done of a chunk in effort and not in lines, what predictions were worth, and what a
-- summary needs to say when a batch will end.

-- Predicted effort of the lines before next_line. Lines are no measure of it: the hard ones may all come last.
ALTER TABLE chunks ADD COLUMN effort_done REAL NOT NULL DEFAULT 0;
UPDATE chunks SET effort_done = effort * (next_line - first_line) / max(end_line - first_line, 1);

-- Predicted and actual CPU microseconds of the last chunks that ended, by the machine that worked them.
CREATE TABLE efforts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    host      TEXT    NOT NULL,
    batch_id  INTEGER NOT NULL,
    numbers   INTEGER NOT NULL,
    predicted REAL    NOT NULL,
    actual    REAL    NOT NULL,
    ended_at  TEXT    NOT NULL
) STRICT;
CREATE INDEX efforts_by_host ON efforts (host, id);

-- As before, and with the numbers, so that a summary is still answered by an index alone.
DROP INDEX chunks_ready;
DROP INDEX chunks_suspect;
CREATE INDEX chunks_ready ON chunks (batch_id, effort DESC, id, numbers) WHERE state = 'ready' AND crashes < 2;
CREATE INDEX chunks_suspect ON chunks (batch_id, effort DESC, id, numbers) WHERE state = 'ready' AND crashes >= 2;

-- One row a batch with live counters: what ended chunks brought plus what open ones have so far. effort_squares is the
-- sum of effort times the mean effort of a number: how uneven the rest is. hardest is the largest mean in one chunk.
DROP VIEW batch_summary;
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
