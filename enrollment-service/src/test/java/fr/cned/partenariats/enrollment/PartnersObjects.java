package fr.cned.partenariats.enrollment;

import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.UUID;

/** One object of each kind that belongs to a partner. Some are inserted by SQL and skip the rules. */
public record PartnersObjects(
        World world,
        UUID student,
        UUID enrollment,
        UUID fundingLine,
        UUID adaptation,
        UUID contract,
        UUID absence,
        UUID alert,
        UUID closure,
        UUID importJob) {

    public static PartnersObjects of(World world) {
        return of(world, world.enroll());
    }

    /** The student attends the site. */
    public static PartnersObjects atSite(World world) {
        return of(world, world.enroll(world.request("\"siteId\":\"" + world.site + "\",")));
    }

    private static PartnersObjects of(World world, Response enrolled) {
        PartnersObjects objects = new PartnersObjects(
                world,
                id(enrolled, "studentId"),
                id(enrolled, "id"),
                id(enrolled, "fundings[0].id"),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID());
        objects.insert();
        return objects;
    }

    private static UUID id(Response response, String path) {
        return UUID.fromString(response.path(path));
    }

    private void insert() {
        World.execute("""
                insert into adaptation (id, version, enrollment_id, code, starts_on, ends_on, approved_by, approved_at)
                values (?, 0, ?, 'EXAM_ELSEWHERE', '2026-10-01', '2026-12-31', 'officer', now())""", adaptation, enrollment);
        World.execute("""
                insert into apprenticeship_contract (id, version, enrollment_id, student_id, partner_id, employer_siret,
                  starts_on, ends_on, training_centre_id, history)
                values (?, 0, ?, ?, ?, '35600000049837', '2026-09-01', '2028-08-31', ?,
                  '[{"kind":"REGISTERED","at":"2026-09-01T08:00:00Z","by":"officer"}]')""", contract, enrollment, student, world.partner, UUID.randomUUID());
        World.execute(
                "insert into attendance values (?, 0, ?, ?, ?, '2026-11-16', 3, 'officer', now(), '[]')",
                UUID.randomUUID(),
                enrollment,
                world.site,
                world.partner);
        World.execute("""
                insert into absence (id, version, enrollment_id, partner_id, week, reason, justified_by, justified_at)
                values (?, 0, ?, ?, '2026-11-16', 'MEDICAL', 'officer', now())""", absence, enrollment, world.partner);
        World.execute("""
                insert into attendance_alert (id, version, enrollment_id, partner_id, agreement_id, site_ids, week,
                  state, hours, expected_hours, raised_at, changed_at)
                values (?, 0, ?, ?, ?, array[cast(? as uuid)], '2026-11-16', 'OPEN', 1, 25, now(), now())""", alert, enrollment, world.partner, world.agreement, world.site);
        World.execute("""
                insert into site_closure (id, version, site_id, partner_id, week, closed_days, reason, declared_by,
                  declared_at)
                values (?, 0, ?, ?, date '2026-12-21' + 7 * (select count(*)::int from site_closure where site_id = ?),
                  31, 'holidays', 'officer', now())""", closure, world.site, world.partner, world.site);
        World.execute("""
                insert into import_job (id, revision, kind, partner_id, client, actor, actor_name, dry_run,
                  abort_on_error, columns, separator, state, created_at, touched_at, ended_at)
                values (?, 0, 'ENROLLMENTS', ?, 'x', '{}', 'x', false, false, '[]', ',', 'DONE', now(), now(), now())""", importJob, world.partner);
    }

    /** Fills a path with the ids of these objects. Other parameters get a random id. */
    public String address(String path) {
        return path.replace("{lineId}", fundingLine.toString())
                .replace("/adaptations/{id}", "/adaptations/" + adaptation)
                .replace("{enrollmentId}", enrollment.toString())
                .replace("/enrollments/{id}", "/enrollments/" + enrollment)
                .replace("/students/{id}", "/students/" + student)
                .replace("/apprenticeship-contracts/{id}", "/apprenticeship-contracts/" + contract)
                .replace("/absences/{id}", "/absences/" + absence)
                .replace("/alerts/{id}", "/alerts/" + alert)
                .replace("/site-closures/{id}", "/site-closures/" + closure)
                .replace("/imports/{id}", "/imports/" + importJob)
                .replace("/transmissions/partners/{id}", "/transmissions/partners/" + world.partner)
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
    }

    /** Sum of the row versions; zero while no row has changed. */
    public long versions() {
        return World.number("""
                select (select version from student where id = ?) + (select version from enrollment where id = ?)
                     + (select version from adaptation where id = ?)
                     + (select version from apprenticeship_contract where id = ?)
                     + (select version from absence where id = ?)
                     + (select version from attendance_alert where id = ?)
                     + (select version from site_closure where id = ?)
                     + (select revision from import_job where id = ?)""", student, enrollment, adaptation, contract, absence, alert, closure, importJob);
    }

    /** Locks all rows until the transaction is closed. */
    public OpenTransaction lock() throws SQLException {
        return new OpenTransaction()
                .execute("set local idle_in_transaction_session_timeout = 0") // as long as the test takes
                .execute("select 1 from student where id = ? for update", student)
                .execute("select 1 from enrollment where id = ? for update", enrollment)
                .execute("select 1 from adaptation where id = ? for update", adaptation)
                .execute("select 1 from apprenticeship_contract where id = ? for update", contract)
                .execute("select 1 from absence where id = ? for update", absence)
                .execute("select 1 from attendance_alert where id = ? for update", alert)
                .execute("select 1 from site_closure where id = ? for update", closure)
                .execute("select 1 from import_job where id = ? for update", importJob)
                .execute("select 1 from seat_counter where agreement_id = ? for update", world.agreement)
                .execute("select 1 from place_counter where offering_id = ? for update", world.offering);
    }
}
