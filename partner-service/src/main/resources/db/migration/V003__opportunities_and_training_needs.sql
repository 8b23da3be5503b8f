create table opportunity (
    id              uuid primary key,
    version         bigint not null,
    partner_id      uuid   not null references partner,
    state           text   not null check (state in ('PUBLISHED', 'WITHDRAWN')),
    kind            text   not null check (kind in ('JOB', 'INTERNSHIP', 'APPRENTICESHIP')),
    title           text   not null,
    description     text   not null,
    place           jsonb,
    department      text,
    rome_code       text   not null,
    published_until date   not null
);
create index opportunity_by_partner on opportunity (partner_id, id);
create index opportunity_shown on opportunity (published_until) where state = 'PUBLISHED';

create table training_need (
    id                   uuid primary key,
    version              bigint not null,
    partner_id           uuid   not null references partner,
    title                text   not null,
    description          text,
    level                integer check (level between 3 and 8),
    expected_enrollments integer check (expected_enrollments > 0),
    expressed_on         date   not null,
    state                text   not null check (state in ('EXPRESSED', 'UNDER_STUDY', 'ACCEPTED', 'DECLINED')),
    state_since          date   not null,
    training_code        text,
    reason               text,
    check ((training_code is not null) = (state = 'ACCEPTED')),
    check ((reason is not null) = (state = 'DECLINED'))
);
create index training_need_by_partner on training_need (partner_id, id);
create index training_need_by_state on training_need (state, id);

-- Read model of catalog.trainings.v1: the family that a training belongs to.
create table training_family (
    training_code text primary key,
    training_id   uuid   not null,
    revision      bigint not null,
    family        text   not null
);
