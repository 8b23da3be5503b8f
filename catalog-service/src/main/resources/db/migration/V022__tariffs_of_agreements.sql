-- What an enrollment costs under an agreement. Null in rows whose event was read before this migration: number is null,
-- too, and no terms are shown until the event is read again.
alter table agreement_view
    add column number           text,
    add column title            text,
    add column discount_percent numeric,
    add column fixed_price      numeric,
    add column fixed_currency   text;
