-- Scalars beside ranges in one exclusion constraint; a trusted extension, which the database's owner may install.
create extension if not exists btree_gist;

-- Of agreements and trainings that are here already, filled in when their owners emit them again.
alter table agreement_view add column adaptations text[] not null default '{}';
alter table training_view add column apprenticeship boolean not null default false;

create table adaptation (
    id            uuid        primary key,
    version       bigint      not null,
    enrollment_id uuid        not null references enrollment (id),
    code          text        not null,
    starts_on     date        not null,
    ends_on       date        not null, -- the last day
    approved_by   text        not null,
    approved_at   timestamptz not null,
    ended_by      text,
    ended_at      timestamptz,
    end_reason    text,
    check (starts_on <= ends_on),
    constraint adaptation_no_overlap
        exclude using gist (enrollment_id with =, code with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index adaptation_by_enrollment on adaptation (enrollment_id, id);

create table apprenticeship_contract (
    id                 uuid   primary key,
    version            bigint not null,
    enrollment_id      uuid   not null references enrollment (id),
    student_id         uuid   not null references student (id),
    partner_id         uuid   not null,
    employer_siret     text   not null,
    starts_on          date   not null,
    ends_on            date   not null, -- the last day
    training_centre_id uuid   not null,
    host_school_id     uuid,
    ruptured_on        date,            -- the last day, when it came before ends_on
    rupture_cause      text,
    history            jsonb  not null,
    check (starts_on <= ends_on),
    check (ruptured_on between starts_on and ends_on),
    check ((ruptured_on is null) = (rupture_cause is null)),
    -- One contract at a time for one student. A rupture ends the range, so that another contract may follow.
    constraint apprenticeship_contract_no_overlap
        exclude using gist (student_id with =, daterange(starts_on, coalesce(ruptured_on, ends_on), '[]') with &&)
);
create index apprenticeship_contract_by_partner on apprenticeship_contract (partner_id, id);
create index apprenticeship_contract_by_student on apprenticeship_contract (student_id, id);
create index apprenticeship_contract_by_enrollment on apprenticeship_contract (enrollment_id);
