-- One registration per transaction, with the statements of docs/architecture.md ("One registration, file by file"): scope,
-- key, facts, student, seat and place, enrollment, stored answer, log of changes. ${…} is filled in by BaselineDatabase.
\set n :n + 1
\set id :base + :n * 64 + :client_id
begin;
select set_config('commons.tenant', '${partner}', true);
select l.locked, k.request_hash, k.status, cast(k.headers as text) as headers, k.body
from (select pg_try_advisory_xact_lock(
        hashtextextended(concat_ws(' ', 'pgbench', 'pgbench', '${partner} partner', cast(:id as text)), 0)) as locked) l
left join idempotency_key k
  on k.client = 'pgbench' and k.subject = 'pgbench' and k.scope = '${partner} partner' and k.key = cast(:id as text)
    and k.status < 400;
select a.number as agreement_number, a.kind as agreement_kind, a.state as agreement_state, a.party_ids,
       a.starts_on as agreement_starts, a.ends_on as agreement_ends, a.families,
       a.training_codes, a.modalities, a.min_level as agreement_min_level,
       a.max_level as agreement_max_level, a.discount_percent, a.fixed_price,
       a.accepted_fundings, a.suspended_fundings,
       o.training_id, o.academic_year, o.modality, o.route, o.starts_on as offering_starts,
       o.enrollment_opens_on as opens_on,
       o.enrollment_closes_on as closes_on, o.waiting_list_size, o.price,
       o.state as offering_state, o.restricted_to_networks as offering_networks,
       pc.granted - pc.used as places_left,
       pc.waiting > 0 and exists (select 1 from promotable_enrollment w where w.offering_id = o.id)
         as has_promotable,
       pc.waiting,
       t.code as training_code, t.family, t.level, t.state as training_state, t.min_level,
       t.exemptions,
       p.id as partner_id, p.state as partner_state, p.relation as partner_relation,
       st.partner_id as student_partner, coalesce(st.merged_into, st.id) as person_id,
       st.diploma_level, st.high_level_athlete, st.parent_of_three, st.civil_servant,
       st.identity_key, st.ine as student_ine,
       here.id as live_enrollment, here.partner_id as live_partner,
       sc.id as seat_id, sc.granted - sc.used as seats_left,
       si.partner_id as site_partner,
       array(select l.network_code from site_label_view l
             where l.site_id = si.id
               and coalesce(l.labelled_from, date '${today}') <= date '${today}'
               and coalesce(l.labelled_to, date '${today}') >= date '${today}') as site_networks,
       who.student_with_ine, who.previous_person, who.previous_partner, who.twin, who.duplicates
from (select cast('${partner}' as uuid) as partner, cast('${agreement}' as uuid) as agreement,
             cast('${offering}' as uuid) as offering, cast(null as uuid) as student,
             cast(null as uuid) as site, cast(null as uuid) as previous, cast(null as text) as ine,
             'PGBENCH' || cast(:id as bigint) || '|CAMILLE|2005-03-14|QUIMPERLE' as identity) asked
left join agreement_view a on a.id = asked.agreement
left join offering_view o on o.id = asked.offering
left join place_counter pc on pc.offering_id = o.id
left join training_view t on t.id = o.training_id
left join partner_view p
  on p.id = coalesce(asked.partner, case when cardinality(a.party_ids) = 1 then a.party_ids[1] end)
left join student st on st.id = asked.student and st.erased_at is null
left join lateral live_enrollment(coalesce(st.merged_into, st.id), o.id) here on true
left join site_view si on si.id = asked.site
left join lateral seat_line(a.id, o.academic_year, t.code, t.family) sc on true
left join student me on me.id = asked.student
left join lateral (
  select
    (select s.id from student s
     where asked.student is null and s.partner_id = p.id and s.ine = asked.ine) as student_with_ine,
    prev.person_id as previous_person, prev.partner_id as previous_partner,
    (select here.id from student s
     cross join lateral live_enrollment(coalesce(s.merged_into, s.id), asked.offering) here
     where s.identity_key = case when asked.student is null then asked.identity else me.identity_key end
       and (s.partner_id = p.id) is true and here.partner_id = s.partner_id
       and (s.ine = case when asked.student is null then asked.ine else me.ine end) is not false
       and coalesce(s.merged_into, s.id) is distinct from coalesce(me.merged_into, me.id)
     order by here.id limit 1) as twin,
    array(select s.id from student s
          where (s.identity_key = case when asked.student is null then asked.identity else me.identity_key end
                 or s.ine = case when asked.student is null then asked.ine else me.ine end)
            and (s.partner_id = '${partner}') is true
            and coalesce(s.merged_into, s.id) is distinct from coalesce(me.merged_into, me.id)
          order by s.id limit 10) as duplicates
  from (select 1) one
  left join enrollment prev on prev.id = asked.previous) who on true;
insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                     apprentice, civil_servant, priority_district, parent_of_three, identity_key, identity_version,
                     registered_at)
values (cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid), 0, '${partner}',
        'Pgbench ' || cast(:id as bigint), 'Camille', '2005-03-14', 'Quimperlé', false, false, false, false, false,
        'PGBENCH' || cast(:id as bigint) || '|CAMILLE|2005-03-14|QUIMPERLE', 2, now());
with seat as (
  update seat_counter set used = used + 1, revision = revision + 1
  where id = '${seat}' and used < granted returning *),
place as (
  update place_counter set used = used + 1, revision = revision + 1
  where offering_id = '${offering}' and used < granted and waiting = 0 and exists (select 1 from seat)
  returning *)
select s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision,
       p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision
from (select 1) one left join seat s on true left join place p on true;
insert into enrollment (id, version, student_id, person_id, partner_id, agreement_id, offering_id, training_id,
                        academic_year, seat_id, state, fundings, history, distinct_person, registered_at, changed_at)
values (cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70028000000000000000' as uuid), 0,
        cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid),
        cast('019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000' as uuid),
        '${partner}', '${agreement}', '${offering}', '${training}', '${year}', '${seat}', 'CONFIRMED',
        '[{"id": "01a216a3-8747-78be-9eb9-e4d04c8ed363", "kind": "INDIVIDUAL", "state": "APPROVED", "amount": 890.00}]',
        '[{"at": "2026-11-26T06:55:45.482873Z", "by": "pgbench@${partner}", "to": "CONFIRMED"}]', false, now(), now());
insert into idempotency_key
  (client, subject, scope, key, request_hash, status, headers, body, named_ids)
values ('pgbench', 'pgbench', '${partner} partner', cast(:id as text),
        '\xeb7098ad954e278b4322e36582f0219f3a7943c86e69f07da9f77d326c6b462b', 201,
        '{"Content-Type":"application/json;charset=UTF-8","Location":"http://localhost:8083/v1/enrollments/01a216a3-874a-7e16-8309-7914e52ff4e4","ETag":"\"0\""}',
        '{"id":"01a216a3-874a-7e16-8309-7914e52ff4e4","revision":0,"state":"CONFIRMED","studentId":"01a216a3-8745-7585-b402-775c5d96d94a","partnerId":"${partner}","agreementId":"${agreement}","offeringId":"${offering}","trainingId":"${training}","academicYear":"${year}","seatQuotaId":"${seat}","fundings":[{"id":"01a216a3-8747-78be-9eb9-e4d04c8ed363","kind":"INDIVIDUAL","amount":890.00,"state":"APPROVED"}],"history":[{"to":"CONFIRMED","at":"2026-11-26T06:55:45.482873Z","by":"campus-connectes"}],"registeredAt":"2026-11-26T06:55:45.482873Z","changedAt":"2026-11-26T06:55:45.482873Z"}',
        array['${partner}', '${seat}', '${agreement}', '${training}', '${offering}',
              '019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70018000000000000000',
              '019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70028000000000000000',
              '019b' || lpad(to_hex(cast(:id as bigint)), 8, '0') || '70038000000000000000']::uuid[])
on conflict (client, subject, scope, key) do update
  set request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
    body = excluded.body, named_ids = excluded.named_ids, created_at = now()
  where idempotency_key.status >= 400;
insert into change_log (client, subject, roles, tenant, operation, trace_id,
  object_type, object_id, revision_before, revision_after, changed_fields, owners, audited)
select 'pgbench', 'pgbench', cast('{partner}' as text[]), cast('${partner}' as uuid), 'createEnrollment',
  '3ee8ea60ed79de44e9dc34de57bfc3e1', c.object_type, c.object_id, c.before, c.after, string_to_array(c.fields, ','),
  cast(string_to_array(c.owners, ',') as uuid[]), c.audited
from unnest(array['student', 'enrollment', 'seat-counter', 'place-counter'],
            array['019b' || lpad(to_hex(cast(:id as bigint)), 8, '0'),
                  '019b' || lpad(to_hex(cast(:id as bigint)), 8, '0'), '${seat}', '${offering}'],
            array[null, null, null, null]::bigint[], array[0, 0, null, null]::bigint[], array['', '', '', ''],
            array['', '${partner}', '', ''], array[true, true, false, false])
  with ordinality as c (object_type, object_id, before, after, fields, owners, audited, place)
order by c.place;
commit;
