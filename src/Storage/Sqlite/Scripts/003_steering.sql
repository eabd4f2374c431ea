-- Steering: turns for batches that wait long, budgets of a retry, workers wanted of a running process.

-- The moment before which no chunk is given out of its turn again.
ALTER TABLE ledger ADD COLUMN next_turn_at TEXT;

-- When a worker last took a chunk of the batch; before the first, when it came.
ALTER TABLE batches ADD COLUMN served_at TEXT;
UPDATE batches SET served_at = coalesce(started_at, created_at);
CREATE INDEX batches_waiting ON batches (served_at) WHERE state IN ('loading', 'open');

-- Given out of its turn: until then the chunk counts as one of high priority.
ALTER TABLE chunks ADD COLUMN turn_until TEXT;

-- CPU seconds each of its numbers may take, 0 = no limit; null for what the settings say.
ALTER TABLE chunks ADD COLUMN budget_seconds REAL CHECK (budget_seconds >= 0);

-- Workers a person asked for while the process runs; null for what its settings say. Its children follow it.
ALTER TABLE runners ADD COLUMN wanted_workers INTEGER CHECK (wanted_workers >= 1);

-- All that a retry wants to know, so that it reads no row of results.
CREATE INDEX results_unfinished ON results (batch_id, status, line, micros) WHERE status <> 'factored';
