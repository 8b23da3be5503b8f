package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
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
 * Another partner's object does not exist. All its rows are locked here, so that an operation that waits for one of
 * them is seen: it would answer 409 after three seconds.
 */
@PartnerTest
class ForeignObjectTest {

    private static final long AT_ONCE_MILLIS = 2_000;

    /** Bodies that would be accepted for an object of one's own. */
    private static final Map<String, String> BODIES = Map.of(
            "PUT /v1/partners/{id}/contacts", "{\"contacts\":[]}",
            "PATCH /v1/opportunities/{id}", "{\"title\":\"Other\"}");

    @Inject
    AgroalDataSource database;

    private final Map<String, UUID> objects = new HashMap<>();
    private String stranger;
    private Connection busy;

    @BeforeEach
    void allThatThePartnerHasIsLocked() throws SQLException {
        UUID owner = registered(partner("COMPANY", "O2 (test)"));
        stranger = Tokens.partner(registered(partner("COMPANY", "Another (test)")));
        UUID agreement = signed(started("SPECIFIC", owner));
        amend(agreement, Map.of("minWeeklyAttendanceHours", 20)).then().statusCode(201);
        objects.put("partners", owner);
        objects.put("agreements", agreement);
        objects.put("sites", created("sites", Map.of("partnerId", owner, "name", "Site (test)")));
        objects.put("training-needs", created("training-needs", Map.of("partnerId", owner, "title", "BTS (test)")));
        objects.put(
                "opportunities",
                created(
                        "opportunities",
                        Map.of(
                                "partnerId",
                                owner,
                                "kind",
                                "JOB",
                                "title",
                                "Cuisinier",
                                "description",
                                "Restaurant traditionnel.",
                                "romeCode",
                                "G1602",
                                "publishedUntil",
                                today().plusDays(30).toString())));
        officer()
                .post("/v1/opportunities/" + objects.get("opportunities") + "/withdrawal")
                .then()
                .statusCode(200); // one that is published is for everybody to read
        busy = database.getConnection();
        busy.setAutoCommit(false);
        try (Statement lock = busy.createStatement()) {
            lock.execute("set local idle_in_transaction_session_timeout = 0"); // as long as the test takes
            for (String table : new String[] {"partner", "agreement", "site", "training_need", "opportunity"}) {
                lock.execute("select 1 from " + table + " for update");
            }
        }
    }

    @AfterEach
    void unlocked() throws SQLException {
        busy.rollback();
        busy.setAutoCommit(true);
        busy.close();
    }

    private static UUID created(String what, Map<String, ?> body) {
        return UUID.fromString(officer()
                .body(body)
                .post("/v1/" + what)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    @TestFactory
    Stream<DynamicTest> isNotFoundByAnyOperation() {
        return ContractOperations.all().stream()
                .filter(operation -> operation.namesAnObject() && objects.containsKey(kindOf(operation)))
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    ValidatableResponse answer = call(operation).then().time(lessThan(AT_ONCE_MILLIS));
                    if (RoleMatrixTest.allows(operation.name(), Roles.PARTNER)) {
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
                        .replace("{id}", objects.get(kindOf(operation)).toString())
                        .replace("{number}", "1")
                        .replace("{kind}", "OPCO"));
    }

    /** Networks are nobody's own and everybody's to read. */
    private static String kindOf(Operation operation) {
        return operation.path().split("/", 4)[2];
    }
}
