-- Former parties whose enrollments under the agreement end, and the adaptations that can change a price. Filled in when
-- partner-service emits the agreements again.
alter table agreement_view add column cancelled_party_ids uuid[] not null default '{}';
alter table agreement_view add column commercial_adaptations text[] not null default '{}';

-- The price of the enrollment from a commercial adaptation on, and the price before.
alter table adaptation
    add column price numeric(10, 2),
    add column price_before numeric(10, 2),
    add column price_reason text,
    add check (num_nulls(price, price_before, price_reason) in (0, 3));
