-- Lists by state or academic year: the rows of a page are next to each other, however many others there are. The year after
-- the id: a list by state and year reads no row of another year.
create index enrollment_by_partner_state on enrollment (partner_id, state, id, academic_year);
create index enrollment_by_partner_year on enrollment (partner_id, academic_year, id);
create index enrollment_by_state on enrollment (state, id, academic_year);
create index enrollment_by_year on enrollment (academic_year, id);
