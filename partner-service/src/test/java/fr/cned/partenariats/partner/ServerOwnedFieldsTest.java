package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A client cannot set what the service decides: every such field of every operation's body is refused by its name. */
@PartnerTest
class ServerOwnedFieldsTest {

    /** What is patched, by the first part of its path. */
    private final Map<String, String> objects = new HashMap<>();

    private Map<String, String> before;

    @BeforeEach
    void anObjectOfEachKind() {
        UUID company = registered(partner("COMPANY", "O2 (test)"));
        signed(started("SPECIFIC", company));
        objects.put("partners", "/v1/partners/" + company);
        objects.put("agreements", "/v1/agreements/" + drafted(agreement("SPECIFIC", company)));
        objects.put("networks", created("networks", Map.of("code", "N" + System.nanoTime(), "name", "Réseau (test)")));
        objects.put("sites", created("sites", Map.of("partnerId", company, "name", "Site (test)")));
        objects.put(
                "opportunities",
                created(
                        "opportunities",
                        Map.of(
                                "partnerId",
                                company,
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
        before = state();
    }

    private static String created(String what, Map<String, ?> body) {
        return "/v1/" + what + "/" + officer().body(body).post("/v1/" + what).path("id");
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(state()).isEqualTo(before);
    }

    private Map<String, String> state() {
        Map<String, String> state = new HashMap<>();
        objects.forEach((kind, path) -> {
            Response now = officer().get(path);
            assertThat(now.statusCode()).as(path).isEqualTo(200);
            state.put(kind, now.asString());
        });
        return state;
    }

    @TestFactory
    Stream<DynamicTest> isAnUnknownField() {
        return ContractOperations.all().stream()
                .flatMap(operation -> operation.serverOwned().stream()
                        .map(pointer -> DynamicTest.dynamicTest(
                                operation.name() + ' ' + pointer,
                                () -> call(operation, Operation.bodyWith(pointer))
                                        .then()
                                        .spec(invalid(pointer, "unknown-field")))));
    }

    private Response call(Operation operation, String body) {
        if (operation.isPatch()) {
            return patching(officer(), "\"0\"")
                    .body(body)
                    .patch(objects.get(operation.path().split("/", 4)[2]));
        }
        String role = RoleMatrixTest.allows(operation.name(), Roles.PARTNERSHIP_OFFICER)
                ? Roles.PARTNERSHIP_OFFICER
                : Roles.OPS;
        return Api.as(Tokens.withRole(role))
                .header("If-Match", "\"0\"")
                .body(body)
                .request(
                        operation.method(),
                        operation
                                .path()
                                .replace("{id}", UUID.randomUUID().toString())
                                .replace("{kind}", "OPCO"));
    }
}
