-- Steering: turns for batches that wait long, budgets of a retry, workers wanted of a running process.

ALTER TABLE ledger ADD COLUMN next_turn_at TIMESTAMPTZ;

ALTER TABLE batches ADD COLUMN served_at TIMESTAMPTZ;
UPDATE batches SET served_at = coalesce(started_at, created_at);
CREATE INDEX batches_waiting ON batches (served_at) WHERE state IN ('loading', 'open');

ALTER TABLE chunks ADD COLUMN turn_until TIMESTAMPTZ;
ALTER TABLE chunks ADD COLUMN budget_seconds DOUBLE PRECISION CHECK (budget_seconds >= 0);

ALTER TABLE runners ADD COLUMN wanted_workers INTEGER CHECK (wanted_workers >= 1);

CREATE INDEX results_unfinished ON results (batch_id, status, line, micros) WHERE status <> 'factored';
