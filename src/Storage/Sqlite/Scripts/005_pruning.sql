-- Pruning: finished batches leave the ledger in small transactions.

-- When the pruning of the batch began: from then on its rows go, its own last.
ALTER TABLE batches ADD COLUMN pruned_at TEXT;
CREATE INDEX batches_pruned ON batches (id) WHERE pruned_at IS NOT NULL;

-- Removing a payload asks whether any chunk still refers to it.
CREATE INDEX chunks_by_payload ON chunks (payload_id);
