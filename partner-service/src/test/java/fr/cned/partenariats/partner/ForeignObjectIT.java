package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
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
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation answers 404 for an object of another partner, without waiting for its row lock. All rows are locked
 * here: an operation that waits for one would answer 409 after three seconds.
 */
@PartnerIT
class ForeignObjectIT {

    private static final long AT_ONCE_MILLIS = 2_000;

    /** Bodies that the service accepts for the caller's own object. */
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

    @Inject
    AgroalDataSource database;

    private final Map<String, UUID> objects = new HashMap<>();
    private String stranger;
    private Connection busy;

    @BeforeEach
    void createAndLockObjects() throws SQLException {
        UUID owner = registered(partner("COMPANY", "O2 (test)"));
        stranger = Tokens.partner(registered(partner("COMPANY", "Another (test)")));
        UUID agreement = signed(started("SPECIFIC", owner));
        amend(agreement, Map.of("minWeeklyAttendanceHours", 20)).then().statusCode(201);
        objects.put("partners", owner);
        objects.put("agreements", agreement);
        objects.put("sites", registeredSite(site(owner)));
        objects.put("training-needs", UUID.fromString(created(Api.as(Tokens.partner(owner)))));
        objects.put("api-clients", apiClient(owner));
        objects.put("people", person(owner));
        objects.put("webhooks", webhook(owner));
        objects.put("opportunities", UUID.fromString(published(owner)));
        officer()
                .post("/v1/opportunities/" + objects.get("opportunities") + "/withdrawal")
                .then()
                .statusCode(200); // every partner reads a published one
        busy = database.getConnection();
        busy.setAutoCommit(false);
        try (Statement lock = busy.createStatement()) {
            lock.execute("set local idle_in_transaction_session_timeout = 0"); // the locks last for the whole test
            for (String table : new String[] {
                "partner", "agreement", "site", "training_need", "opportunity", "api_client", "person", "webhook"
            }) {
                lock.execute("select 1 from " + table + " for update");
            }
        }
    }

    @AfterEach
    void unlock() throws SQLException {
        busy.rollback();
        busy.setAutoCommit(true);
        busy.close();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationAnswers404WithoutWaiting() {
        return ContractOperations.all().stream()
                .filter(operation -> operation.hasPathParameter() && objects.containsKey(collectionOf(operation)))
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    ValidatableResponse answer = call(operation).then().time(lessThan(AT_ONCE_MILLIS));
                    if (RoleMatrixIT.allows(operation.name(), Roles.PARTNER)) {
                        answer.spec(problem(404, "not-found"));
                    } else {
                        answer.spec(problem(403, "forbidden"));
                    }
                }));
    }

    private Response call(Operation operation) {
        RequestSpecification request = Api.as(stranger).header("If-Match", "\"0\"");
        if (operation.isPatch()) {
            request.contentType("application/merge-patch+json");
        }
        if (!operation.method().equals("GET")) {
            request.body(BODIES.getOrDefault(operation.name(), "{}"));
        }
        return request.request(
                operation.method(),
                operation
                        .path()
                        .replace("{id}", objects.get(collectionOf(operation)).toString())
                        .replace("{changeId}", UUID.randomUUID().toString())
                        .replace("{number}", "1")
                        .replace("{kind}", "OPCO"));
    }

    /** The path segment of the collection. Networks have no owner, so they are not tested here. */
    private static String collectionOf(Operation operation) {
        return operation.path().split("/", 4)[2];
    }
}
