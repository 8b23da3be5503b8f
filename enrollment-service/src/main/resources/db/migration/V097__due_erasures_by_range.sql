-- Under row-level security only expressions that cannot leak a value become conditions of an index. PostgreSQL knows that
-- of "case", and not of "coalesce": it read the whole index.
drop index student_retention;
create index student_retention
    on student ((case when known_active_at is null then registered_at else known_active_at end), id)
    where erased_at is null and merged_into is null;
