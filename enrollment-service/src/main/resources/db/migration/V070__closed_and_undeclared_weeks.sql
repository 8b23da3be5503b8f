-- A week, or some of its working days, in which a site is closed. Weeks are kept as their Mondays.
create table site_closure (
    id                uuid        primary key,
    version           bigint      not null,
    site_id           uuid        not null,
    partner_id        uuid        not null, -- the site's
    week              date        not null check (extract(isodow from week) = 1),
    closed_days       smallint    not null check (closed_days between 1 and 31), -- bit 0: Monday, bit 4: Friday
    reason            text        not null,
    declared_by       text        not null,
    declared_at       timestamptz not null,
    withdrawn_by      text,
    withdrawn_at      timestamptz,
    withdrawal_reason text
);
create unique index site_closure_once on site_closure (site_id, week) where withdrawn_at is null;
create index site_closure_by_partner on site_closure (partner_id, id);
call protect_by_tenant('site_closure', 'partner_id');

-- The previous version inserts alerts for declared hours only.
alter table attendance_alert add column cause text not null default 'BELOW_THRESHOLD';

-- For the job that looks for weeks without declared hours.
create index enrollment_hosted_active on enrollment (id) where state = 'ACTIVE' and site_id is not null;
create index enrollment_hosted_by_site on enrollment (site_id, id) where site_id is not null;
