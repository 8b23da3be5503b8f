-- A day's answers expire each day. The default waits for a fifth of the table.
alter table idempotency_key set (
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
