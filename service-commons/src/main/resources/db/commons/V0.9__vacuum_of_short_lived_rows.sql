-- Rows that live for milliseconds: vacuum removes them after 5 000, whatever the table's size, and without pauses.
-- Large payloads are in the TOAST table, which has its own settings.
alter table outbox set (
    autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0
);

-- A day's answers expire each day. The default waits for a fifth of the table.
alter table idempotency_key set (
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
