-- One registration per transaction, the least that it needs: facts and possible twins, student, seat and place,
-- enrollment. No stored answer, audit, event or feed. ${…} is filled in by BaselineDatabase.
\set n :n + 1
\set id :base + :n * 64 + :client_id
begin;
select a.state, a.party_ids, a.starts_on, a.ends_on, a.accepted_fundings, o.state, o.starts_on, o.enrollment_opens_on,
       o.enrollment_closes_on, o.price, t.code, t.family, t.state, p.state, pc.granted - pc.used, sc.granted - sc.used,
       (select count(*) from student s join enrollment e on e.person_id = s.id and e.offering_id = o.id
        where s.identity_key = 'PGBENCH' || cast(:id as bigint) || '|CAMILLE|2005-03-14|QUIMPERLE'
          and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')) as twins
from agreement_view a
join offering_view o on o.id = '${offering}'
join training_view t on t.id = o.training_id
join partner_view p on p.id = '${partner}'
join place_counter pc on pc.offering_id = o.id
join seat_counter sc on sc.id = '${seat}'
where a.id = '${agreement}';
insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                     apprentice, civil_servant, priority_district, parent_of_three, identity_key, identity_version,
                     registered_at)
values (cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid), 0, '${partner}',
        'Pgbench ' || cast(:id as bigint), 'Camille', '2005-03-14', 'Quimperlé', false, false, false, false, false,
        'PGBENCH' || cast(:id as bigint) || '|CAMILLE|2005-03-14|QUIMPERLE', 2, now());
update seat_counter set used = used + 1, revision = revision + 1 where id = '${seat}' and used < granted;
update place_counter set used = used + 1, revision = revision + 1
where offering_id = '${offering}' and used < granted and waiting = 0;
insert into enrollment (id, version, student_id, person_id, partner_id, agreement_id, offering_id, training_id,
                        academic_year, seat_id, state, fundings, history, distinct_person, registered_at, changed_at)
values (cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70028000000000000000' as uuid), 0,
        cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid),
        cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid),
        '${partner}', '${agreement}', '${offering}', '${training}', '${year}', '${seat}', 'CONFIRMED',
        '[{"id": "01a216a3-8747-78be-9eb9-e4d04c8ed363", "kind": "INDIVIDUAL", "state": "APPROVED", "amount": 890.00}]',
        '[{"at": "2026-11-26T06:55:45.482873Z", "by": "pgbench@${partner}", "to": "CONFIRMED"}]', false, now(), now());
commit;
