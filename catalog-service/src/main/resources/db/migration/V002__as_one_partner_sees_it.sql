-- What partner-service says of agreements; fed by partner.agreements.v1 only.
create table agreement_view (
    id             uuid primary key,
    revision       bigint not null,
    kind           text   not null,
    state          text   not null,
    party_ids      uuid[] not null,
    starts_on      date,
    ends_on        date,
    families       text[] not null,
    training_codes text[] not null,
    modalities     text[] not null,
    min_level      integer,
    max_level      integer
);
create index agreement_view_of_party on agreement_view using gin (party_ids);

-- What partner-service says of sites: who runs them, and their labels (one per place in the three arrays);
-- fed by partner.sites.v1 only.
create table site_view (
    id            uuid primary key,
    revision      bigint not null,
    partner_id    uuid   not null,
    network_codes text[] not null,
    labelled_from date[] not null,
    labelled_to   date[] not null
);
create index site_view_of_partner on site_view (partner_id);
