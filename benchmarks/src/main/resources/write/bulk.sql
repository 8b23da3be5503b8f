-- Imports the students of a file in one transaction: COPY to a staging table, then one statement for each table. It writes
-- the least: students, enrollments, counters.
begin;
create temp table staged (n bigint, given_names text, birth_date date, birth_place text) on commit drop;
\copy staged from '${students}' csv
update seat_counter set used = used + (select count(*) from staged), revision = revision + 1,
                        granted = greatest(granted, used + (select count(*) from staged))
where id = '${seat}';
update place_counter set used = used + (select count(*) from staged), revision = revision + 1,
                         granted = greatest(granted, used + (select count(*) from staged))
where offering_id = '${offering}';
insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                     apprentice, civil_servant, priority_district, parent_of_three, identity_key, identity_version,
                     registered_at)
select cast('019b' || lpad(to_hex(:base + n), 8, '0') || '70018000000000000000' as uuid), 0, '${partner}',
       'Psql ' || :base + n, given_names, birth_date, birth_place, false, false, false, false, false,
       'PSQL' || :base + n || '|CAMILLE|' || birth_date || '|QUIMPERLE', 2, now()
from staged;
insert into enrollment (id, version, student_id, person_id, partner_id, agreement_id, offering_id, training_id,
                        academic_year, seat_id, state, fundings, history, distinct_person, registered_at, changed_at)
select cast('019b' || lpad(to_hex(:base + n), 8, '0') || '70028000000000000000' as uuid), 0, s.id, s.id, '${partner}',
       '${agreement}', '${offering}', '${training}', '${year}', '${seat}', 'CONFIRMED',
       '[{"id": "01a216a3-8747-78be-9eb9-e4d04c8ed363", "kind": "INDIVIDUAL", "state": "APPROVED", "amount": 890.00}]',
       '[{"at": "2026-11-26T06:55:45.482873Z", "by": "psql@${partner}", "to": "CONFIRMED"}]', false, now(), now()
from (select n, cast('019b' || lpad(to_hex(:base + n), 8, '0') || '70018000000000000000' as uuid) as id from staged) s;
commit;
