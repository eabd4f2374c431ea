-- Operating: finished batches leave the ledger in small transactions, and a ledger can be closed for work.

ALTER TABLE batches ADD COLUMN pruned_at TIMESTAMPTZ;
CREATE INDEX batches_pruned ON batches (id) WHERE pruned_at IS NOT NULL;

CREATE INDEX chunks_by_payload ON chunks (payload_id);

ALTER TABLE ledger ADD COLUMN closed TEXT;
