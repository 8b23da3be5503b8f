-- enrollment.seats.v1: the use of each quota of seats.
create table seat_usage (
    quota_id     uuid primary key,
    revision     bigint      not null,
    agreement_id uuid        not null,
    requested    integer     not null,
    granted      integer     not null,
    used         integer     not null,
    as_of        timestamptz not null
);
create index seat_usage_by_agreement on seat_usage (agreement_id);

-- enrollment.enrollments.v1: the enrollments that have or had a site.
create table hosted_enrollment (
    id       uuid    primary key,
    revision bigint  not null,
    site_id  uuid,
    live     boolean not null
);
create index hosted_enrollment_live on hosted_enrollment (site_id) where live;

-- catalog.trainings.v1: the family that a training belongs to.
create table training_family (
    training_code text primary key,
    training_id   uuid   not null,
    revision      bigint not null,
    family        text   not null
);
