-- The row filter compares the partner as text. Without statistics PostgreSQL expects 1 row of 200 to pass it, so few rows
-- for a page, and may read the whole table instead of an index in the order of the page.
create statistics enrollment_partner_text on (partner_id::text) from enrollment;
analyze enrollment;
