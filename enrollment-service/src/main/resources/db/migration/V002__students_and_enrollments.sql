-- ---------------------------------------------------------------- counters
-- requested is the owner's policy. granted = greatest(requested, used): a lowered limit takes nobody's place, and ratchets
-- down as places are given back.
create table seat_counter (
    id            uuid    primary key, -- the seat quota's
    agreement_id  uuid    not null,
    academic_year text    not null,
    family        text,
    training_code text,
    requested     integer not null,
    granted       integer not null,
    used          integer not null,
    revision      bigint  not null,
    -- The agreement no longer has the quota. The row stays for the enrollments that have its seats; new ones do not find it.
    gone          boolean not null default false,
    check (0 <= used and used <= granted)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index seat_counter_agreement on seat_counter (agreement_id, academic_year);

create table place_counter (
    offering_id uuid    primary key,
    requested   integer not null,
    granted     integer not null,
    used        integer not null,
    waiting     integer not null,
    revision    bigint  not null,
    check (0 <= used and used <= granted),
    check (0 <= waiting)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Offerings whose waiting list may have to move, noted in the transaction that freed something. Rows are only inserted and
-- deleted, so an insert waits for no lock.
create table waiting_list_work (
    id          bigint generated always as identity primary key,
    offering_id uuid not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- ---------------------------------------------------------------- students
-- Each index of student and enrollment has a query of the product: docs/architecture.md, "Indexes". A unique index begins
-- with the value, not the partner: it also serves the search of an officer in all partners.
-- fillfactor: room for the new version of a row in its page. A change that touches no indexed column then touches no index.
-- autovacuum: a fifth of a million rows is too much to wait for. A sweep over dead entries of a partial index reads each.

-- The family name, birth date and birth place of an identity, as student.IdentityKey builds it.
create function birth_key(identity text) returns text language sql immutable strict parallel safe as $$
    select split_part(identity, '|', 1) || '|' || split_part(identity, '|', 3) || '|' || split_part(identity, '|', 4)
$$;

-- Text as a search sees it, as in partner-service. unaccent() alone is not immutable: its dictionary could be changed.
create extension if not exists unaccent;
create function plain(written text) returns text
    language sql immutable strict parallel safe
    return btrim(regexp_replace(lower(unaccent('unaccent'::regdictionary, $1)), '[^a-z0-9]+', ' ', 'g'));

create function search_words(written text) returns tsvector
    language sql immutable strict parallel safe
    return array_to_tsvector(string_to_array(plain(written), ' '));

-- Matches texts with all words, in any order. A word of one or two letters must be a whole one: too many begin with it.
-- Without a word it matches nothing.
create function word_beginnings(typed text) returns tsquery
    language sql immutable strict parallel safe set search_path = public, pg_temp as $$
    select cast(coalesce(string_agg(word || case when length(word) > 2 then ':*' else '' end, ' & '), quote_literal(' '))
                as tsquery)
    from regexp_split_to_table(plain(typed), ' ') as word
    where word <> '';
$$;

create function code_values(codes jsonb) returns text language sql immutable strict parallel safe as $$
    select string_agg(code ->> 'value', ' ') from jsonb_array_elements(codes) code
$$;

-- Of the reference of an enrollment and its codes of other systems, for a search.
create function code_words(reference text, codes jsonb) returns tsvector language sql immutable parallel safe
    return search_words(coalesce(reference, '') || case when codes = '[]' then '' else ' ' || code_values(codes) end);

-- An alias (merged_into) stays as its partner made it. An erased student stays as a row without personal data, so that
-- counts do not change.
create table student (
    id                 uuid        primary key,
    version            bigint      not null,
    partner_id         uuid        not null,
    family_name        text,
    given_names        text,
    birth_date         date,
    birth_place        text,
    email              text,
    ine                text,
    diploma_level      smallint,
    high_level_athlete boolean     not null,
    apprentice         boolean     not null,
    civil_servant      boolean     not null,
    priority_district  boolean     not null,
    parent_of_three    boolean     not null,
    -- The collation lets one index serve equality and the prefix search of names.
    identity_key       text collate "C",
    registered_at      timestamptz not null,
    changed_at         timestamptz not null default now(), -- when the version last grew, for events
    merged_into        uuid references student (id),
    erased_at          timestamptz,
    -- The version of the normalisation behind identity_key. A job recomputes the keys of older versions.
    identity_version   smallint    not null default 1,
    reference          text, -- the partner's own identifier of the student
    details            jsonb, -- optional data: student.StudentDetails
    usage_key          text collate "C", -- the usage name and the given names, normalised as identity_key
    -- JSON pointers of what was corrected by the API after a file gave it. A file does not replace it unasked.
    corrected_fields   text[],
    -- The latest activity of the person that is known: docs/adr/0033-erasures-become-due.md. Null until a job has looked.
    -- Registrations and enrollments do not write it. It is never later than the true one, so no due student is left out.
    known_active_at    timestamptz,
    -- No index on the expression: row-level security keeps a condition with split_part away from an index.
    birth_key          text collate "C" generated always as (birth_key(identity_key)) stored,
    -- The 18th birthday of a student with a guardian, for the same reason a column.
    of_age_on          date        generated always as (
        case when details ->> 'guardian' is not null then cast(birth_date + interval '18 years' as date) end) stored,
    number             bigint      generated always as identity, -- statistics compare numbers faster than ids
    -- The words of names and reference, in small letters, and the situations.
    search             tsvector    not null generated always as (
        search_words(coalesce(family_name, '') || ' ' || coalesce(given_names, '') || ' ' || coalesce(reference, ''))
        || array_to_tsvector(array_remove(array[
            case when high_level_athlete then 'HIGH_LEVEL_ATHLETE' end,
            case when apprentice then 'APPRENTICE' end,
            case when civil_servant then 'CIVIL_SERVANT' end,
            case when priority_district then 'PRIORITY_DISTRICT' end,
            case when parent_of_three then 'PARENT_OF_THREE' end], null))) stored,
    check (case when erased_at is null
           then num_nulls(family_name, given_names, birth_date, birth_place, identity_key) = 0
           else num_nonnulls(family_name, given_names, birth_date, birth_place, identity_key, email, ine, details, usage_key) = 0 end),
    check (erased_at is null or reference is null)
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05);
create function note_change_of_student() returns trigger language plpgsql as $$
begin
    new.changed_at := now();
    return new;
end
$$;
create trigger student_changed before update on student
    for each row when (new.version <> old.version) execute function note_change_of_student();
create unique index student_ine_per_partner on student (ine, partner_id) where ine is not null;
create unique index student_reference_per_partner on student (reference, partner_id) where reference is not null;
create index student_by_partner on student (partner_id, id);
create index student_identity on student (identity_key);
-- A short list of new entries: a search reads all of it.
create index student_search on student using gin (search) with (gin_pending_list_limit = 256);
create index student_usage_name on student (usage_key) where usage_key is not null;
create index student_identity_outdated on student (id) where identity_version < 2 and erased_at is null;
create index student_birth on student (birth_key) where birth_key is not null;
create index student_of_age on student (of_age_on) where of_age_on is not null;
create index student_aliases on student (merged_into) where merged_into is not null;
-- Under row-level security only expressions that cannot leak a value become conditions of an index. PostgreSQL knows that
-- of "case", and not of "coalesce": it read the whole index.
create index student_retention
    on student ((case when known_active_at is null then registered_at else known_active_at end), id)
    where erased_at is null and merged_into is null;

-- Two registrations of one person.
create table student_merge (
    id          uuid        primary key,
    version     bigint      not null,
    survivor_id uuid        not null references student (id),
    merged_id   uuid        not null references student (id),
    reason      text,
    moved       integer     not null,
    merged_at   timestamptz not null,
    merged_by   text        not null,
    undone_at   timestamptz,
    undone_by   text,
    undo_reason text,
    returned    integer,
    check (survivor_id <> merged_id)
);
create index student_merge_survivor on student_merge (survivor_id, id);
create unique index student_merge_in_effect on student_merge (merged_id) where undone_at is null;
-- An export and an erasure read undone merges, too.
create index student_merge_merged on student_merge (merged_id);

-- Two registrations of two persons: an officer found that they are no duplicates of each other.
create table student_distinction (
    id         uuid        primary key,
    version    bigint      not null,
    student_id uuid        not null references student (id),
    other_id   uuid        not null references student (id),
    reason     text        not null,
    stated_at  timestamptz not null,
    stated_by  text        not null,
    unique (student_id, other_id),
    check (student_id < other_id)
);
create index student_distinction_other on student_distinction (other_id);

create table erasure_receipt (
    id         uuid        primary key,
    student_id uuid        not null unique references student (id),
    erased_at  timestamptz not null,
    erased_by  text        not null,
    purged     jsonb       not null
);

-- ---------------------------------------------------------------- enrollments
create table enrollment (
    id                uuid        primary key,
    version           bigint      not null,
    student_id        uuid        not null references student (id), -- the registration that it was made with
    partner_id        uuid        not null,
    agreement_id      uuid        not null,
    offering_id       uuid        not null,
    training_id       uuid        not null,
    academic_year     text        not null,
    site_id           uuid,
    seat_id           uuid        not null references seat_counter (id),
    state             text        not null,
    waiting_rank      bigint,
    hold_until        date,
    previous_id       uuid references enrollment (id),
    result_state        text,
    result_mention      text,
    result_score        numeric(4, 2),
    result_exam_session text,               -- the month, such as 2027-06
    result_academy      text,
    result_decided_on   date,
    result_ects         integer,
    result_hours        integer,
    fundings          jsonb       not null,
    history           jsonb       not null,
    registered_at     timestamptz not null,
    changed_at        timestamptz not null,
    withdrawn_on      date,                 -- may lie before the day on which it was recorded
    -- student_id, or the student that it is merged into. Therefore without a foreign key.
    person_id         uuid        not null,
    -- The request said that another enrolled student with the same identity is another person.
    distinct_person   boolean     not null default false,
    reference         text,                 -- the partner's own identifier of the enrollment
    other_codes       jsonb       not null default '[]', -- in other systems: enrollment.OtherCode
    remote_state      text,                 -- in the partner's own system
    number            bigint      generated always as identity, -- statistics compare numbers faster than ids
    opco_dossier      text,                 -- of the funding line that has one: enrollment.OpcoDossier#key
    check (waiting_rank is null or state = 'WAITLISTED'),
    check (result_state is null or state = 'COMPLETED')
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05);
-- The offering first: the same index finds the live enrollments of a cancelled offering.
create unique index enrollment_live on enrollment (offering_id, person_id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
create unique index enrollment_reference_per_partner on enrollment (reference, partner_id) where reference is not null;
create index enrollment_code_words on enrollment using gin (code_words(reference, other_codes))
    with (gin_pending_list_limit = 256) where reference is not null or other_codes <> '[]';
create unique index enrollment_opco_dossier on enrollment (opco_dossier) where opco_dossier is not null;
create index enrollment_by_offering on enrollment (offering_id, id);
create index enrollment_by_person on enrollment (person_id, id);
create index enrollment_by_agreement_partner on enrollment (agreement_id, partner_id, id);
-- Lists by state or academic year: the rows of a page are next to each other, however many others there are. The year
-- after the id: a list by state and year reads no row of another year.
create index enrollment_by_partner_state on enrollment (partner_id, state, id, academic_year, result_state);
create index enrollment_by_state on enrollment (state, id, academic_year);
create index enrollment_by_result on enrollment (result_state, id, academic_year) where result_state is not null;
create index enrollment_by_year on enrollment (academic_year, id);
-- The state before the id: a sweep of ended sites reads no entry of an ended enrollment.
create index enrollment_by_site on enrollment (site_id, state, id) where site_id is not null;
-- The state first: the sweeps probe each offering or agreement that occurs with a state.
create index enrollment_due_by_offering on enrollment (state, offering_id, waiting_rank, id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
create index enrollment_due_by_agreement on enrollment (state, agreement_id, partner_id, hold_until)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
