package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.AccessMatrix;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation on the objects at one of two sites of a partner (docs/adr/0038-callers-limited-to-sites.md). */
@EnrollmentIT
class AccessMatrixIT {

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /v1/enrollments/searches", "{\"words\":\"camille\"}"),
            Map.entry("POST /v1/enrollments/{id}/cancellation", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/site-change", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/withdrawal", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/transfer", "{\"offeringId\":\"%s\",\"reason\":\"wrong one\"}"),
            Map.entry("PATCH /v1/enrollments/{id}", "{\"remoteState\":\"QUEUED\"}"),
            Map.entry(
                    "POST /v1/enrollments/{id}/funding-lines/{lineId}/opco-dossier",
                    "{\"opco\":\"AKTO\",\"internalNumber\":\"D-1\"}"),
            Map.entry("PATCH /v1/students/{id}", "{\"familyName\":\"Other\"}"),
            Map.entry("PATCH /v1/apprenticeship-contracts/{id}", "{\"endsOn\":\"2028-07-31\"}"),
            Map.entry(
                    "POST /v1/apprenticeship-contracts/{id}/rupture",
                    "{\"rupturedOn\":\"2026-11-01\",\"cause\":\"APPRENTICE_RESIGNATION\"}"),
            Map.entry("POST /v1/connections", "{\"system\":\"DASHBOARD\",\"key\":\"secret\"}"),
            Map.entry("POST /v1/attendance/absences/{id}/withdrawal", "{\"reason\":\"by mistake\"}"),
            Map.entry("POST /v1/attendance/site-closures/{id}/withdrawal", "{\"reason\":\"by mistake\"}"));

    private World other;
    private World here;

    @BeforeEach
    void onePartnerHasTwoSites() {
        other = Weeks.started().publish();
        here = World.sharingPartnerOf(other);
        here.offeringStarts = other.offeringStarts;
        here.seats = 100;
        here.capacity = 100;
        here.publish();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationShowsAndChangesOnlyWhatTheCallerMay() {
        PartnersObjects read = startedObjects();
        CountedStatistics.refresh();
        return AccessMatrix.check(
                new AccessMatrix.Callers(
                        here.tokenAt(other.site),
                        here.tokenAt(here.site),
                        Tokens.partnerReading(here.partner),
                        World.published().token()),
                operation -> new Target(BODIES.containsKey(operation.name()) ? startedObjects() : read));
    }

    /** The calendar starts the enrollment now, so that it does not change it while callers try to. */
    private PartnersObjects startedObjects() {
        PartnersObjects objects = PartnersObjects.atSite(here);
        ScheduledChanges.run();
        return objects;
    }

    private final class Target implements AccessMatrix.Target {

        private final PartnersObjects objects;

        Target(PartnersObjects objects) {
            this.objects = objects;
        }

        @Override
        public String address(Operation operation) {
            String query = operation.path().equals("/v1/fundings/amounts") ? "?agreementId=" + here.agreement : "";
            return objects.address(operation.path()) + query;
        }

        @Override
        public String body(Operation operation) {
            return BODIES.getOrDefault(operation.name(), "{}").formatted(other.offering);
        }

        @Override
        public List<String> ids(Operation operation) {
            return Stream.of(
                            objects.student(),
                            objects.enrollment(),
                            objects.adaptation(),
                            objects.contract(),
                            objects.absence(),
                            objects.alert(),
                            objects.closure(),
                            objects.importJob(),
                            here.site)
                    .map(UUID::toString)
                    .toList();
        }

        @Override
        public long versions() {
            return objects.versions();
        }

        @Override
        public void whileLocked(Runnable work) throws SQLException {
            OpenTransaction busy = objects.lock();
            try {
                work.run();
            } finally {
                busy.close();
            }
        }
    }
}
