package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.CATALOG_READER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.MANAGEMENT;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.HiddenOperations;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which role may call which operation: every operation of the contract with every role. */
@PartnerIT
class RoleMatrixIT {

    private static final List<String> ALL = List.of(
            PARTNER,
            "apprenticeship-host",
            CATALOG_READER,
            PARTNERSHIP_OFFICER,
            CATALOG_MANAGER,
            ENROLLMENT_OFFICER,
            MANAGEMENT,
            OPS);
    private static final Set<String> READERS = Set.of(PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER);
    private static final Set<String> ANY_BUT_HOSTS =
            Set.of(PARTNER, CATALOG_READER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, OPS);
    private static final Set<String> READERS_OF_NETWORKS =
            Set.of(PARTNER, CATALOG_READER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, MANAGEMENT, OPS);
    private static final Set<String> READERS_OF_PARTNERS =
            Set.of(PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, OPS);
    private static final Set<String> OFFICERS = Set.of(PARTNERSHIP_OFFICER);

    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("POST /v1/partners", OFFICERS);
        ALLOWED.put("GET /v1/partners", READERS_OF_PARTNERS);
        ALLOWED.put("GET /v1/partners/{id}", READERS_OF_PARTNERS);
        ALLOWED.put("PATCH /v1/partners/{id}", OFFICERS);
        ALLOWED.put("PUT /v1/partners/{id}/contacts", Set.of(PARTNERSHIP_OFFICER, PARTNER));
        ALLOWED.put("POST /v1/partners/{id}/activation", OFFICERS);
        ALLOWED.put("POST /v1/partners/{id}/suspension", OFFICERS);
        ALLOWED.put("POST /v1/partners/{id}/closure", OFFICERS);
        ALLOWED.put("POST /v1/agreements", OFFICERS);
        ALLOWED.put("GET /v1/agreements", READERS);
        ALLOWED.put("GET /v1/agreements/changes", READERS);
        ALLOWED.put("GET /v1/agreements/{id}", READERS);
        ALLOWED.put("PATCH /v1/agreements/{id}", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/signature", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/suspension", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/resumption", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/termination", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/planned-changes", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/planned-changes/{changeId}/withdrawal", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/fundings/{kind}/suspension", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/fundings/{kind}/restoration", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/renewal", OFFICERS);
        ALLOWED.put("POST /v1/agreements/{id}/amendments", OFFICERS);
        ALLOWED.put("GET /v1/agreements/{id}/amendments", READERS);
        ALLOWED.put("GET /v1/agreements/{id}/amendments/{number}", READERS);
        ALLOWED.put("GET /v1/agreements/{id}/history", Set.of(PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS));
        ALLOWED.put("POST /v1/networks", OFFICERS);
        ALLOWED.put("GET /v1/networks", READERS_OF_NETWORKS);
        ALLOWED.put("GET /v1/networks/{id}", READERS_OF_NETWORKS);
        ALLOWED.put("PATCH /v1/networks/{id}", OFFICERS);
        ALLOWED.put("POST /v1/sites", OFFICERS);
        ALLOWED.put("GET /v1/sites", READERS);
        ALLOWED.put("GET /v1/sites/{id}", READERS);
        ALLOWED.put("PATCH /v1/sites/{id}", OFFICERS);
        ALLOWED.put("POST /v1/sites/{id}/end", OFFICERS);
        ALLOWED.put("POST /v1/opportunities", Set.of(PARTNERSHIP_OFFICER, PARTNER));
        ALLOWED.put("GET /v1/opportunities", ANY_BUT_HOSTS);
        ALLOWED.put("GET /v1/opportunities/facets", ANY_BUT_HOSTS);
        ALLOWED.put("GET /v1/opportunities/{id}", ANY_BUT_HOSTS);
        ALLOWED.put("PATCH /v1/opportunities/{id}", Set.of(PARTNERSHIP_OFFICER, PARTNER));
        ALLOWED.put("POST /v1/opportunities/{id}/withdrawal", Set.of(PARTNERSHIP_OFFICER, PARTNER));
        ALLOWED.put("POST /v1/training-needs", Set.of(PARTNERSHIP_OFFICER, PARTNER));
        ALLOWED.put("GET /v1/training-needs", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS, PARTNER));
        ALLOWED.put("GET /v1/training-needs/{id}", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER, OPS, PARTNER));
        ALLOWED.put("POST /v1/training-needs/{id}/study", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER));
        ALLOWED.put("POST /v1/training-needs/{id}/acceptance", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER));
        ALLOWED.put("POST /v1/training-needs/{id}/declination", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER));
        for (String operation : List.of(
                "POST /v1/api-clients",
                "GET /v1/api-clients",
                "GET /v1/api-clients/{id}",
                "PATCH /v1/api-clients/{id}",
                "POST /v1/api-clients/{id}/secret-rotation",
                "PUT /v1/api-clients/{id}/public-keys",
                "POST /v1/api-clients/{id}/revocation",
                "POST /v1/webhooks",
                "GET /v1/webhooks",
                "GET /v1/webhooks/{id}",
                "PATCH /v1/webhooks/{id}",
                "DELETE /v1/webhooks/{id}",
                "POST /v1/webhooks/{id}/secret-rotation",
                "POST /v1/webhooks/{id}/resumption",
                "POST /v1/webhooks/{id}/ping",
                "POST /v1/webhooks/{id}/replay",
                "GET /v1/webhooks/{id}/deliveries")) {
            ALLOWED.put(operation, Set.of(PARTNERSHIP_OFFICER, PARTNER));
        }
        for (String operation : List.of(
                "POST /v1/people",
                "GET /v1/people",
                "GET /v1/people/{id}",
                "PATCH /v1/people/{id}",
                "DELETE /v1/people/{id}",
                "POST /v1/people/{id}/invitation",
                "POST /v1/people/{id}/suspension",
                "POST /v1/people/{id}/resumption")) {
            ALLOWED.put(operation, Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, PARTNER));
        }
        ALLOWED.put("GET /v1/me", Set.copyOf(ALL));
        ALLOWED.put("GET /v1/me/notices", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, PARTNER));
        ALLOWED.put("PUT /v1/me/notices", Set.of(PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER, PARTNER));
        ALLOWED.put("GET /oeapi/v6/organisations", READERS_OF_PARTNERS);
        ALLOWED.put("GET /oeapi/v6/organisations/{organisationId}", READERS_OF_PARTNERS);
        ALLOWED.put("GET /v1/audit/partner", OFFICERS);
        ALLOWED.put("POST /v1/partner-events/re-emissions", Set.of(OPS));
        ALLOWED.put("GET /v1/partner-events/re-emissions/{id}", Set.of(OPS));
    }

    static boolean allows(String operation, String role) {
        return ALLOWED.get(operation).contains(role);
    }

    /** An allowed role gets any answer but 403, because the request is empty. Another role gets 403. */
    @TestFactory
    Stream<DynamicTest> everyRoleOnEveryOperation() {
        return ALLOWED.entrySet().stream()
                .flatMap(operation -> ALL.stream()
                        .map(role -> DynamicTest.dynamicTest(operation.getKey() + " as " + role, () -> {
                            String token =
                                    Set.of(PARTNER, "apprenticeship-host").contains(role)
                                            ? Tokens.partnerOnlyWith(UUID.randomUUID(), role)
                                            : Tokens.withRole(role);
                            int status = call(operation.getKey(), Api.as(token));
                            if (operation.getValue().contains(role)) {
                                assertThat(status).isIn(200, 201, 202, 400, 404, 409, 428);
                            } else {
                                assertThat(status).isEqualTo(403);
                            }
                        })));
    }

    /** Empty: the operation needs no scope. */
    private static String scopeOf(String operation) {
        if (operation.contains(" /v1/me")) {
            return "";
        }
        if (operation.contains(" /v1/api-clients")) {
            return "clients:manage";
        }
        if (operation.contains(" /v1/people")) {
            return "people:manage";
        }
        if (operation.contains(" /v1/webhooks")) {
            return "webhooks:manage";
        }
        return operation.startsWith("GET ") ? "partner:read" : "partner:write";
    }

    /** Deny by default: a partner's token with every scope but the one of the operation is refused. */
    @TestFactory
    Stream<DynamicTest> everyOperationOfPartnersNeedsItsScope() {
        return ALLOWED.keySet().stream()
                .filter(operation -> allows(operation, PARTNER))
                .map(operation -> DynamicTest.dynamicTest(operation, () -> {
                    UUID partner = UUID.randomUUID();
                    String scope = scopeOf(operation);
                    String[] others = Scopes.ALL.stream()
                            .filter(other -> !other.equals(scope))
                            .toArray(String[]::new);
                    assertThat(call(operation, Api.as(Tokens.partnerWithScopes(partner, scope))))
                            .isNotEqualTo(403);
                    if (!scope.isEmpty()) {
                        answer(operation, Api.as(Tokens.partnerWithScopes(partner, others)))
                                .then()
                                .spec(problem(403, "missing-scope"))
                                .body("requiredScope", equalTo(scope));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyOperationNeedsAToken() {
        return ALLOWED.keySet().stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation,
                        () -> assertThat(call(operation, Api.anonymous())).isEqualTo(401)));
    }

    @Test
    void aPartnerTokenWithoutAPartnerIsForbidden() {
        Api.as(Tokens.withRole(PARTNER)).get("/v1/partners").then().statusCode(403);
        Api.as(Tokens.withRole(PARTNER)).get("/v1/agreements").then().statusCode(403);
    }

    /** Fails until a new operation is added to the matrix. */
    @Test
    void theMatrixNamesEveryOperation() {
        assertThat(Stream.concat(
                        ContractOperations.all().stream().map(ContractOperations.Operation::name),
                        HiddenOperations.of("fr.cned.partenariats.partner").stream()))
                .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    private static int call(String operation, RequestSpecification as) {
        return answer(operation, as).statusCode();
    }

    private static Response answer(String operation, RequestSpecification as) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{kind}", "OPCO")
                .replaceAll("\\{(changeId|organisationId)}", UUID.randomUUID().toString())
                .replace("{number}", "1");
        RequestSpecification request = method.equals("PATCH") ? as.contentType("application/merge-patch+json") : as;
        return (method.equals("GET") ? request : request.body("{}")).request(method, path);
    }
}
