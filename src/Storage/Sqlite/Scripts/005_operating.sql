-- Operating: finished batches leave the ledger in small transactions, and a ledger can be closed for work.

-- When the pruning of the batch began: from then on its rows go, its own last.
ALTER TABLE batches ADD COLUMN pruned_at TEXT;
CREATE INDEX batches_pruned ON batches (id) WHERE pruned_at IS NOT NULL;

-- Removing a payload asks whether any chunk still refers to it.
CREATE INDEX chunks_by_payload ON chunks (payload_id);

-- Why nobody may take part, in a sentence for those who try; null while everybody may.
ALTER TABLE ledger ADD COLUMN closed TEXT;
