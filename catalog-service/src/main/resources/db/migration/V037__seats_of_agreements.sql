-- The seat quotas of an agreement, one per place in the arrays. Null in rows whose event was read before this migration:
-- whether they have a seat is unknown until the event is read again.
alter table agreement_view
    add column quota_ids      uuid[],
    add column quota_years    text[],
    add column quota_families text[],
    add column quota_codes    text[],
    add column quota_seats    integer[];

-- What enrollment-service says of the use of each quota; fed by enrollment.seats.v1 only. Figures without a partner.
create table seat_count (
    quota_id uuid    primary key,
    revision bigint  not null,
    granted  integer not null,
    used     integer not null
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
