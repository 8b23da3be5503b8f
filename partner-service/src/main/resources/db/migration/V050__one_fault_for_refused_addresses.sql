-- A partner must not learn which internal names exist: one fault for a name without an address and for a forbidden one.
update webhook_delivery set last_fault = 'NO_PUBLIC_ADDRESS', last_duration_millis = 0
where last_fault in ('UNKNOWN_HOST', 'FORBIDDEN_ADDRESS');
