package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.training.TrainingMother;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.HiddenOperations;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls each operation with each role and without a token. */
@CatalogIT
class RoleMatrixIT {

    private static final Set<String> ALL = Set.of(
            Roles.PARTNER,
            "apprenticeship-host",
            Roles.CATALOG_READER,
            Roles.PARTNERSHIP_OFFICER,
            Roles.CATALOG_MANAGER,
            Roles.ENROLLMENT_OFFICER,
            "management",
            Roles.OPS);
    private static final Set<String> READERS = Set.of(
            Roles.PARTNER,
            Roles.CATALOG_READER,
            Roles.PARTNERSHIP_OFFICER,
            Roles.CATALOG_MANAGER,
            Roles.ENROLLMENT_OFFICER);
    private static final Set<String> MANAGERS = Set.of(Roles.CATALOG_MANAGER);
    private static final String OPEN_DATA = "/v1/exports/lheo";
    private static final String OEAPI = "/oeapi/v6";

    /** Without the scope that all other operations of partners need. */
    private static final Set<String> WITHOUT_SCOPE = Set.of(OPEN_DATA, OEAPI);

    record Operation(String method, String path, Set<String> allowed) {}

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation("GET", "/v1/trainings", READERS),
                new Operation("GET", "/v1/trainings/facets", READERS),
                new Operation("GET", "/v1/trainings/changes", READERS),
                new Operation("GET", "/v1/trainings/{id}", READERS),
                new Operation("GET", "/v1/trainings/by-code/{code}", READERS),
                new Operation("POST", "/v1/trainings", MANAGERS),
                new Operation("POST", "/v1/trainings/batches", MANAGERS),
                new Operation("PATCH", "/v1/trainings/{id}", MANAGERS),
                new Operation("POST", "/v1/trainings/{id}/publication", MANAGERS),
                new Operation("POST", "/v1/trainings/{id}/archival", MANAGERS),
                new Operation("GET", "/v1/offerings", READERS),
                new Operation("GET", "/v1/offerings/changes", READERS),
                new Operation("GET", "/v1/offerings/{id}", READERS),
                new Operation("POST", "/v1/offerings", MANAGERS),
                new Operation("POST", "/v1/offerings/batches", MANAGERS),
                new Operation("PATCH", "/v1/offerings/{id}", MANAGERS),
                new Operation("POST", "/v1/offerings/{id}/opening", MANAGERS),
                new Operation("POST", "/v1/offerings/{id}/closure", MANAGERS),
                new Operation("POST", "/v1/offerings/{id}/cancellation", MANAGERS),
                new Operation("POST", "/v1/catalog-events/re-emissions", Set.of(Roles.OPS)),
                new Operation("GET", "/v1/catalog-events/re-emissions/{id}", Set.of(Roles.OPS)),
                new Operation("GET", "/v1/audit/catalog", MANAGERS),
                new Operation("GET", OPEN_DATA, ALL),
                new Operation("GET", "/v1/exports/lheo/gaps", MANAGERS),
                new Operation("GET", OEAPI, READERS),
                new Operation("GET", OEAPI + "/programmes", READERS),
                new Operation("GET", OEAPI + "/programmes/{programmeId}", READERS),
                new Operation("GET", OEAPI + "/organisations/{organisationId}/programmes", READERS),
                new Operation("GET", OEAPI + "/{parent}/{parentId}/programme-offerings", READERS),
                new Operation("GET", OEAPI + "/programme-offerings/{programmeOfferingId}", READERS),
                new Operation("GET", OEAPI + "/academic-sessions", READERS),
                new Operation("GET", OEAPI + "/academic-sessions/{academicSessionId}", READERS));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void rolesDecide(Operation operation) {
        for (String role : ALL) {
            String token = Set.of(Roles.PARTNER, "apprenticeship-host").contains(role)
                    ? Tokens.partnerOnlyWith(UUID.randomUUID(), role)
                    : Tokens.withRole(role);
            Response answer = send(operation, Api.as(token));
            if (operation.allowed().contains(role)) {
                assertThat(answer.statusCode()).as(role).isNotIn(401, 403, 405, 500);
            } else {
                answer.then().statusCode(403).body("code", equalTo("forbidden"));
            }
        }
        if (operation.path().equals(OPEN_DATA)) {
            assertThat(send(operation, Api.anonymous()).statusCode()).isIn(200, 204);
        } else {
            send(operation, Api.anonymous()).then().statusCode(401).body("code", equalTo("unauthenticated"));
        }
        send(operation, Api.as(Tokens.expired(Roles.CATALOG_MANAGER)))
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-token"));
    }

    /** Deny by default: a partner's token with every scope but the one of the operation is refused. */
    @ParameterizedTest
    @MethodSource("operations")
    void partnersNeedTheScopeOfTheCatalogue(Operation operation) {
        if (!operation.allowed().contains(Roles.PARTNER) || WITHOUT_SCOPE.contains(operation.path())) {
            return;
        }
        UUID partner = UUID.randomUUID();
        send(operation, Api.as(Tokens.partnerWithScopes(partner, "enrollments:read", "partner:read", "clients:manage")))
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("catalog:read"));
        assertThat(send(operation, Api.as(Tokens.partnerWithScopes(partner, "catalog:read")))
                        .statusCode())
                .isNotEqualTo(403);
    }

    /** An answer from memory is for tokens with the scope, too. */
    @Test
    void anAnswerInMemoryNeedsTheScope() {
        UUID partner = UUID.randomUUID();
        String training = TrainingMother.published(TrainingMother.bts("En mémoire"));
        for (int i = 0; i < 3; i++) {
            Api.as(Tokens.partnerWithScopes(partner, "catalog:read"))
                    .get("/v1/trainings/" + training)
                    .then()
                    .statusCode(200);
        }
        String other = Tokens.partnerWithScopes(partner, "partner:read");
        for (int i = 0; i < 3; i++) {
            Api.as(other).get("/v1/trainings/" + training).then().spec(problem(403, "missing-scope"));
        }
    }

    /** ADR 0014: the narrowest role wins. */
    @Test
    void thePartnerRoleExcludesEveryOfficerRole() {
        UUID partner = UUID.randomUUID();
        String token = Tokens.partnerWith(
                partner, Roles.PARTNERSHIP_OFFICER, Roles.ENROLLMENT_OFFICER, Roles.CATALOG_MANAGER, Roles.OPS);
        String draft = TrainingMother.draft(TrainingMother.bts("Brouillon"));

        Api.as(token).get("/v1/trainings/" + draft).then().spec(problem(404, "not-found"));
        for (String path : List.of("/v1/trainings", "/v1/trainings/facets", "/v1/offerings")) {
            Api.as(token).get(path + "?partnerId=" + partner).then().statusCode(200);
            Api.as(token).get(path + "?partnerId=" + UUID.randomUUID()).then().spec(problem(404, "not-found"));
        }
        Api.as(token).body("{}").post("/v1/trainings").then().spec(problem(403, "forbidden"));
        Api.as(token).post("/v1/catalog-events/re-emissions").then().spec(problem(403, "forbidden"));
        Api.as(token).get("/v1/audit/catalog").then().spec(problem(403, "forbidden"));
    }

    @Test
    void theMatrixCoversEveryOperation() {
        List<String> ofService = new ArrayList<>(HiddenOperations.of("fr.cned.partenariats.catalog"));
        ContractOperations.all().forEach(operation -> ofService.add(operation.name()));

        assertThat(operations().map(o -> o.method() + " " + o.path())).containsExactlyInAnyOrderElementsOf(ofService);
    }

    private static Response send(Operation operation, RequestSpecification as) {
        String path = operation
                .path()
                .replace("{code}", "NO-SUCH")
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        if (operation.method().equals("PATCH")) {
            as.contentType(MERGE_PATCH).header("If-Match", "\"0\"").body("{}");
        }
        return as.request(operation.method(), path);
    }
}
