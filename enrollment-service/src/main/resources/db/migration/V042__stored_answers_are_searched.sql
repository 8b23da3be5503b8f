-- An erasure looks into all stored answers, and not only for those to registrations.
drop index idempotency_key_student;
