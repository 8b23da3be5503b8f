package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;

import fr.cned.partenariats.commons.testing.AccessMatrix;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation on the objects of a partner with two sites (docs/adr/0038-callers-limited-to-sites.md). */
@PartnerIT
class AccessMatrixIT {

    private static final Map<String, String> BODIES = Map.of(
            "PUT /v1/partners/{id}/contacts", "{\"contacts\":[]}",
            "PATCH /v1/opportunities/{id}", "{\"title\":\"Other\"}",
            "PATCH /v1/api-clients/{id}", "{\"name\":\"Other\"}",
            "POST /v1/api-clients/{id}/secret-rotation", "{\"overlapHours\":1}",
            "PATCH /v1/people/{id}", "{\"role\":\"READS\"}",
            "PATCH /v1/webhooks/{id}", "{\"description\":\"Other\"}",
            "POST /v1/webhooks/{id}/secret-rotation", "{\"overlapHours\":1}",
            "POST /v1/webhooks/{id}/replay", "{\"from\":\"2026-09-14T08:00:00Z\"}",
            "PUT /v1/api-clients/{id}/public-keys",
                    "{\"keys\":[{\"kid\":\"k\",\"kty\":\"EC\",\"alg\":\"ES256\",\"crv\":\"P-256\","
                            + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}");

    /** The table of each collection, by its path segment. */
    private static final Map<String, String> TABLES = Map.of(
            "partners", "partner",
            "agreements", "agreement",
            "sites", "site",
            "training-needs", "training_need",
            "opportunities", "opportunity",
            "api-clients", "api_client",
            "people", "person",
            "webhooks", "webhook");

    @TestFactory
    Stream<DynamicTest> everyOperationShowsAndChangesOnlyWhatTheCallerMay() {
        UUID owner = registered(partner("COMPANY", "O2 (test)"));
        UUID other = registered(partner("COMPANY", "Another (test)"));
        UUID agreement = signed(started("SPECIFIC", owner));
        amend(agreement, Map.of("minWeeklyAttendanceHours", 20)).then().statusCode(201);
        UUID here = registeredSite(site(owner));
        UUID opportunity = UUID.fromString(published(owner));
        officer()
                .post("/v1/opportunities/" + opportunity + "/withdrawal")
                .then()
                .statusCode(200); // every partner reads a published one
        Target target = new Target(Map.of(
                "partners",
                owner,
                "agreements",
                agreement,
                "sites",
                here,
                "training-needs",
                UUID.fromString(created(Api.as(Tokens.partner(owner)))),
                "opportunities",
                opportunity,
                "api-clients",
                apiClient(owner),
                "people",
                person(owner),
                "webhooks",
                webhook(owner)));
        return AccessMatrix.check(
                new AccessMatrix.Callers(
                        Tokens.partnerAt(owner, registeredSite(site(owner))),
                        Tokens.partnerAt(owner, here),
                        Tokens.partnerReading(owner),
                        Tokens.partner(other)),
                operation -> target);
    }

    /** One object of each collection. */
    private record Target(Map<String, UUID> objects) implements AccessMatrix.Target {

        @Override
        public String address(Operation operation) {
            return operation
                    .path()
                    .replace(
                            "{id}",
                            objects.getOrDefault(collectionOf(operation), UUID.randomUUID())
                                    .toString())
                    .replace("{changeId}", UUID.randomUUID().toString())
                    .replace("{number}", "1")
                    .replace("{kind}", "OPCO");
        }

        @Override
        public String body(Operation operation) {
            return BODIES.getOrDefault(operation.name(), "{}");
        }

        @Override
        public List<String> ids(Operation operation) {
            return Stream.ofNullable(objects.get(collectionOf(operation)))
                    .map(UUID::toString)
                    .toList();
        }

        private static String collectionOf(Operation operation) {
            return operation.path().split("/", 4)[2];
        }

        @Override
        public long versions() {
            return objects.entrySet().stream()
                    .mapToLong(object -> OwnerDatabase.number(
                            "select version from " + TABLES.get(object.getKey()) + " where id = ?", object.getValue()))
                    .sum();
        }

        @Override
        public void whileLocked(Runnable work) throws SQLException {
            try (Connection busy = OwnerDatabase.connect()) {
                busy.setAutoCommit(false);
                for (Map.Entry<String, UUID> object : objects.entrySet()) {
                    try (PreparedStatement lock = OwnerDatabase.prepare(
                            busy,
                            "select 1 from " + TABLES.get(object.getKey()) + " where id = ? for update",
                            object.getValue())) {
                        lock.execute();
                    }
                }
                work.run();
                busy.rollback();
            }
        }
    }
}
