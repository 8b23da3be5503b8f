-- Each insert writes all indexes of the table. Twelve serve all queries: docs/architecture.md, "Indexes".

drop index enrollment_by_partner, enrollment_by_partner_year, enrollment_by_agreement, enrollment_agreement_waiting,
    enrollment_live_of_party, enrollment_hold, enrollment_waiting, enrollment_confirmed, enrollment_hosted_active,
    enrollment_hosted_by_site;

-- The state first: the sweeps probe each offering or agreement that occurs with a state.
alter table enrollment add check (waiting_rank is null or state = 'WAITLISTED');
create index enrollment_due_by_offering on enrollment (state, offering_id, waiting_rank, id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
create index enrollment_due_by_agreement on enrollment (state, agreement_id, partner_id, hold_until)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
create index enrollment_by_site on enrollment (site_id, id, state) where site_id is not null;
