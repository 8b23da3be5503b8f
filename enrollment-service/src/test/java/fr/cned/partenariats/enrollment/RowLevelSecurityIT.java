package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.student.StudentService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The database hides the rows of other partners, also when a query of the service has no tenant filter. */
@EnrollmentIT
class RowLevelSecurityIT {

    @Inject
    StudentService students;

    @Inject
    EnrollmentService enrollments;

    /** Inserts one row of this partner into every protected table. */
    private static World owner() {
        World world = new World();
        world.labels = "[{\"networkCode\":\"CAMPUS\"}]";
        world.publish();
        UUID enrollment = UUID.fromString(world.enrolled());
        UUID student = studentOf(enrollment);
        UUID alias = UUID.fromString(world.registeredStudent());
        World.execute(
                "insert into apprenticeship_contract values (?, 0, ?, ?, ?, '1', '2026-09-01', '2027-06-30', ?, null,"
                        + " null, null, '[{\"kind\":\"REGISTERED\",\"at\":\"2026-09-01T08:00:00Z\",\"by\":\"x\"}]')",
                UUID.randomUUID(),
                enrollment,
                student,
                world.partner,
                world.partner);
        World.execute(
                "insert into attendance values (?, 0, ?, ?, ?, '2026-09-07', 3, 'x', now(), '[]')",
                UUID.randomUUID(),
                enrollment,
                world.site,
                world.partner);
        World.execute(
                "insert into absence values (?, 0, ?, ?, '2026-09-07', 'ILLNESS', 3, 'x', now(), null, null, null)",
                UUID.randomUUID(),
                enrollment,
                world.partner);
        World.execute(
                "insert into attendance_alert values (?, 0, ?, ?, ?, '{}', '2026-09-07', 'OPEN', 3, 12, now(),"
                        + " now())",
                UUID.randomUUID(),
                enrollment,
                world.partner,
                world.agreement);
        World.execute(
                "insert into site_closure values (?, 0, ?, ?, '2026-12-21', 31, 'holidays', 'x', now())",
                UUID.randomUUID(),
                world.site,
                world.partner);
        World.execute(
                "insert into adaptation values (?, 0, ?, 'THIRD_TIME', '2026-09-07', '2026-10-07', 'x', now())",
                UUID.randomUUID(),
                enrollment);
        World.execute(
                "insert into student_merge (id, version, survivor_id, merged_id, moved, merged_at, merged_by,"
                        + " undone_at) values (?, 0, ?, ?, 0, now(), 'x', now())",
                UUID.randomUUID(),
                student,
                alias);
        World.execute(
                "insert into student_distinction"
                        + " select ?, 0, least(p.one, p.other), greatest(p.one, p.other), 'x', now(), 'x'"
                        + " from (select cast(? as uuid) as one, cast(? as uuid) as other) p",
                UUID.randomUUID(),
                student,
                alias);
        String twins = World.student();
        for (int i = 0; i < 2; i++) {
            Api.as(world.token()).body(twins).post("/v1/students").then().statusCode(201);
        }
        World.execute("insert into erasure_receipt values (?, ?, now(), 'x', '{}')", UUID.randomUUID(), alias);
        World.execute("insert into transmission_delta values (current_date, ?, 'x', '', 1)", world.partner);
        World.execute("insert into transmission_day values (current_date, ?, 'x', '', 1)", world.partner);
        World.execute(
                "insert into transmission_alert values (?, 0, ?, 'SILENT', 'OPEN', current_date, 3, 1, now(), now())",
                UUID.randomUUID(),
                world.partner);
        UUID connection = UUID.randomUUID();
        World.execute(
                "insert into centre_connection"
                        + " (id, version, centre_id, system, key, due_at, next_page)"
                        + " values (?, 0, ?, 'DASHBOARD', '', timestamptz '2100-01-01', 1)",
                connection,
                world.partner);
        World.execute(
                "insert into dashboard_record values (?, ?, ?, ?, '2026-2027', ?, now(), null)",
                UUID.randomUUID(),
                connection,
                world.partner,
                student,
                enrollment);
        UUID job = UUID.randomUUID();
        World.execute(
                "insert into import_job (id, revision, kind, partner_id, client, actor, actor_name, dry_run,"
                        + " abort_on_error, columns, separator, state, created_at, touched_at) values"
                        + " (?, 0, 'ENROLLMENTS', ?, 'x', '{}', 'x', false, false, '[]', ',', 'DONE', now(), now())",
                job,
                world.partner);
        World.execute("insert into import_row (job_id, number, partner_id) values (?, 1, ?)", job, world.partner);
        World.execute("insert into crowded_student values (1, 'ZOE', ?)", student);
        World.execute(
                "insert into paper values"
                        + " (?, ?, ?, 'CERTIFICATE', null, null, decode(md5(cast(? as text)), 'hex'), '', current_date, 'x')",
                UUID.randomUUID(),
                world.partner,
                enrollment,
                job.toString());
        return world;
    }

    private static UUID studentOf(UUID enrollment) {
        return RowSecurity.id("select student_id from enrollment where id = ?", enrollment);
    }

    @Test
    void aPartnerReadsAndChangesNoRowOfAnotherPartner() throws SQLException {
        World world = owner();
        Set<String> tables = new TreeSet<>(RowSecurity.protectedTables());
        for (String table : tables) {
            RowSecurity.assertRowsOfOthersAreProtected(UUID.randomUUID(), table, false);
            try (Connection owned = RowSecurity.inScopeOf(world.partner)) {
                assertThat(RowSecurity.count(owned, table)).as(table).isPositive();
            }
        }
    }

    /** What all sites of a partner share. Everything else has a site, or only callers of the whole partner see it. */
    private static final Set<String> OF_ALL_SITES = Set.of("partner_view", "agreement_view");

    /** Add a new table to this list only when all sites may see all of its rows (ADR 0038). */
    @Test
    void aCallerLimitedToASiteReadsAndChangesNoRowOfAnotherSite() throws SQLException {
        World world = owner();
        Set<String> readable = new TreeSet<>();
        try (Connection elsewhere = RowSecurity.inScopeOf(world.partner, UUID.randomUUID())) {
            for (String table : RowSecurity.protectedTables()) {
                if (RowSecurity.count(elsewhere, table) > 0) {
                    readable.add(table);
                } else {
                    RowSecurity.assertRowsOfOthersAreProtected(world.partner, List.of(UUID.randomUUID()), table, false);
                }
            }
        }
        assertThat(readable).isEqualTo(OF_ALL_SITES);
    }

    @Test
    void aCallerLimitedToASiteReadsTheRowsOfItsSite() throws SQLException {
        World world = owner();
        World.execute("update enrollment set site_id = ? where partner_id = ?", world.site, world.partner);
        try (Connection there = RowSecurity.inScopeOf(world.partner, UUID.randomUUID(), world.site)) {
            for (String table : List.of(
                    "enrollment",
                    "student",
                    "student_distinction",
                    "adaptation",
                    "apprenticeship_contract",
                    "attendance",
                    "absence",
                    "attendance_alert",
                    "paper",
                    "site_closure",
                    "site_view",
                    "site_label_view",
                    "partner_view",
                    "agreement_view")) {
                assertThat(RowSecurity.count(there, table)).as(table).isPositive();
            }
            for (String table : List.of(
                    "import_job",
                    "import_row",
                    "transmission_attempt",
                    "transmission_day",
                    "centre_connection",
                    "dashboard_record")) {
                assertThat(RowSecurity.count(there, table)).as(table).isZero();
            }
        }
    }

    @Test
    void theRulesThatDependOnOtherSitesAreListed() {
        assertThat(RowSecurity.classesWithWholeTenantRows("fr.cned.partenariats.enrollment"))
                .containsExactlyInAnyOrder(
                        "AbsenceService",
                        "AlertService",
                        "EligibilityFactsRepository",
                        "SiteClosureService",
                        "StudentService");
    }

    @Test
    void aQueryWithoutATenantFilterReturnsNoRowOfAnotherPartner() {
        World world = World.published();
        UUID enrollment = UUID.fromString(world.enrolled());
        UUID student = studentOf(enrollment);

        RowSecurity.actAsPartner(World.published().partner);

        assertThat(QuarkusTransaction.requiringNew().call(() -> students.lock(List.of(student))))
                .isEmpty();
        assertThat(enrollments.liveOf(student)).isEmpty();

        RowSecurity.actAsPartner(world.partner);

        assertThat(QuarkusTransaction.requiringNew().call(() -> students.lock(List.of(student))))
                .hasSize(1);
        assertThat(enrollments.liveOf(student)).containsExactly(enrollment);
    }

    /** It counts their enrollments, and reads none. */
    @Test
    void aFederationReadsOnlyTheIdsOfTheAgreementsUnderItsFramework() throws SQLException {
        World federation = new World();
        federation.agreementKind = "FRAMEWORK";
        federation.publish();
        World club = new World();
        club.agreementMore = "\"parentId\":\"" + federation.agreement + "\",";
        club.publish().enrolled();
        World.published().enrolled();
        try (Connection party = RowSecurity.inScopeOf(federation.partner)) {
            assertThat(RowSecurity.ids(
                            party, "select * from agreements_under_frameworks_of('" + federation.partner + "')"))
                    .containsExactly(club.agreement);
            assertThat(RowSecurity.ids(party, "select id from agreement_view")).containsExactly(federation.agreement);
            for (String table : List.of("enrollment", "student", "attendance", "import_job")) {
                assertThat(RowSecurity.count(party, table)).as(table).isZero();
            }
        }
        try (Connection party = RowSecurity.inScopeOf(club.partner)) {
            assertThat(RowSecurity.ids(party, "select * from agreements_under_frameworks_of('" + club.partner + "')"))
                    .isEmpty();
        }
    }

    /** Add a new table to one of the two lists (ADR 0015). */
    @Test
    void everyTableIsProtectedOrListedAsShared() {
        assertThat(RowSecurity.sharedTables())
                .containsExactlyInAnyOrder(
                        "training_view",
                        "offering_view",
                        "network_view",
                        "seat_counter",
                        "place_counter",
                        "waiting_list_work",
                        "transmission_report",
                        "changelog_reader",
                        "idempotency_key",
                        "change_log",
                        "audit_seal",
                        "audit_partition",
                        "consumer_bootstrap",
                        "re_emission",
                        "propagation_failure",
                        "cursor_key");
        assertThat(RowSecurity.unprotectedTablesWith("partner_id", "partner_ids", "party_ids", "student_id"))
                .isEmpty();
    }

    /** Each of them bypasses the policies. Read ADR 0015 before you add one. */
    @Test
    void everyBypassOfTheTenantScopeIsListed() {
        assertThat(RowSecurity.readWithTheOwnersRights())
                .containsExactlyInAnyOrder(
                        "promotable_enrollment",
                        "live_enrollment",
                        "enrollments_of_students",
                        "lock_persons",
                        "enrollment_of_same_identity",
                        "find_duplicates_of_new",
                        "find_possible_duplicates",
                        "similar_students",
                        "overfull_persons",
                        "overlapping_contract",
                        "offerings_waited_for",
                        "kind_of_partner",
                        "members_of",
                        "agreements_under_frameworks_of",
                        "changed_enrollments",
                        "waitlist_rank");
        assertThat(RowSecurity.methodsWithAllTenants("fr.cned.partenariats.enrollment"))
                .containsExactlyInAnyOrder(
                        "ApprenticeRepository.find",
                        "AttemptLog.recordOnce",
                        "ConnectionRuns.runDue",
                        "DashboardRecords.faulty",
                        "DueErasures.refresh",
                        "EnrollmentCalendar.releaseHolds",
                        "EnrollmentCalendar.returnBeforePostponedStart",
                        "EnrollmentCalendar.startDue",
                        "EnrollmentCalendar.endOnCancelledOfferings",
                        "EnrollmentCalendar.endHopelessWaiting",
                        "EnrollmentCalendar.endOfFormerParties",
                        "EnrollmentCalendar.leaveEndedSites",
                        "EnrollmentCalendar.removeGuardiansOfAdults",
                        "IdentityKeyRefresh.refresh",
                        "ImportMetrics.measure",
                        "ImportWorker.endsWithin",
                        "ImportWorker.purge",
                        "ImportWorker.run",
                        "NewEnrollments.isTaken",
                        "PaperService.check",
                        "RegistrationBatch.run",
                        "RegistrationRehearsal.findExample",
                        "RegistrationRehearsal.registerAndUndo",
                        "SifaRepository.read",
                        "EnrollmentSpans.copy",
                        "EnrollmentSpans.enrollmentsAfter",
                        "EnrollmentSpans.enrollmentsOf",
                        "StatisticsNames.copyWithMembers",
                        "AttemptsOfTheDay.find",
                        "TransmissionJobs.deleteOld",
                        "TransmissionJobs.fold",
                        "TransmissionJudge.run",
                        "UndeclaredWeeks.check",
                        "WaitlistPromoter.processQueue",
                        "WaitlistPromoter.enqueueAllPromotable");
    }
}
