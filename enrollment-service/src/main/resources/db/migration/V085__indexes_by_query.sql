-- Each index of enrollment and student has a query of the product: docs/architecture.md, "Indexes".

-- The offering first: the same index finds the live enrollments of a cancelled offering.
create unique index enrollment_live_by_offering on enrollment (offering_id, person_id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
drop index enrollment_live;
alter index enrollment_live_by_offering rename to enrollment_live;

-- Pages of one offering in id order.
drop index enrollment_confirmed;
create index enrollment_confirmed on enrollment (offering_id, id) where state = 'CONFIRMED';

drop index enrollment_hold;
create index enrollment_hold on enrollment (hold_until, id) where state = 'PENDING_FUNDING';

create index enrollment_live_of_party on enrollment (agreement_id, partner_id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');

-- The INE first: one index for the rule of one INE per partner and for the search by INE.
create unique index student_ine_and_partner on student (ine, partner_id) where ine is not null;
drop index student_ine_per_partner;
drop index student_ine;
alter index student_ine_and_partner rename to student_ine_per_partner;

create index offering_view_cancelled on offering_view (id) where state = 'CANCELLED';
create index agreement_view_former_parties on agreement_view (id) where cardinality(cancelled_party_ids) > 0;

-- Room for the new version of a row in its page. A change that touches no indexed column then touches no index.
alter table enrollment set (fillfactor = 90);
alter table student set (fillfactor = 90);

-- A fifth of a million rows is too much to wait for: a sweep over dead entries of a partial index reads each of them.
alter table enrollment set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05);
alter table student set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05);
alter table waiting_list_work set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
alter table seat_counter set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table place_counter set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
