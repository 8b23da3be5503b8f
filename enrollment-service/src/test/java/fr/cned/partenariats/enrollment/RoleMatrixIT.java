package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.MANAGEMENT;
import static fr.cned.partenariats.enrollment.Roles.OPS;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Roles.PARTNERSHIP_OFFICER;
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
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation with every role. */
@EnrollmentIT
class RoleMatrixIT {

    private static final List<String> ALL = List.of(
            PARTNER,
            APPRENTICESHIP_HOST,
            "catalog-reader",
            PARTNERSHIP_OFFICER,
            "catalog-manager",
            ENROLLMENT_OFFICER,
            MANAGEMENT,
            OPS);
    private static final Set<String> ENROLLING = Set.of(PARTNER, ENROLLMENT_OFFICER);
    private static final Set<String> OFFICERS = Set.of(ENROLLMENT_OFFICER);
    private static final Set<String> CENTRES = Set.of(PARTNER, APPRENTICESHIP_HOST, ENROLLMENT_OFFICER);

    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("POST /v1/eligibility-checks", ENROLLING);
        ALLOWED.put("POST /v1/enrollments", ENROLLING);
        ALLOWED.put("GET /v1/enrollments", ENROLLING);
        ALLOWED.put("GET /v1/enrollments/changes", ENROLLING);
        ALLOWED.put("POST /v1/imports", ENROLLING);
        ALLOWED.put("POST /v1/imports/attendance", ENROLLING);
        ALLOWED.put("POST /v1/imports/changes", ENROLLING);
        ALLOWED.put("POST /v1/imports/papers", ENROLLING);
        ALLOWED.put("GET /v1/imports/{id}/papers", ENROLLING);
        ALLOWED.put("GET /v1/imports", ENROLLING);
        ALLOWED.put("GET /v1/imports/template.csv", ENROLLING);
        ALLOWED.put("GET /v1/imports/{id}", ENROLLING);
        ALLOWED.put("GET /v1/imports/{id}/rows", ENROLLING);
        ALLOWED.put("GET /v1/imports/{id}/rejects.csv", ENROLLING);
        ALLOWED.put("POST /v1/imports/{id}/cancellation", ENROLLING);
        ALLOWED.put("GET /v1/enrollments/{id}", ENROLLING);
        ALLOWED.put("PATCH /v1/enrollments/{id}", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/searches", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{id}/cancellation", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{id}/withdrawal", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{id}/transfer", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{id}/site-change", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{id}/completion", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/result-correction", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/annulment", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/funding-lines/{lineId}/approval", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/funding-lines/{lineId}/refusal", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/funding-lines/{lineId}/partial-approval", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/funding-lines/{lineId}/payer-change", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{id}/funding-lines/{lineId}/opco-dossier", ENROLLING);
        ALLOWED.put("GET /v1/fundings/accounts.csv", OFFICERS);
        ALLOWED.put(
                "GET /v1/fundings/amounts", Set.of(PARTNER, "enrollment-officer", "partnership-officer", "management"));
        ALLOWED.put("POST /v1/students", Set.of(PARTNER));
        ALLOWED.put("GET /v1/students", ENROLLING);
        ALLOWED.put("POST /v1/students/searches", ENROLLING);
        ALLOWED.put("GET /v1/students/duplicates", OFFICERS);
        ALLOWED.put("GET /v1/students/due-erasures", OFFICERS);
        ALLOWED.put("GET /v1/students/possible-duplicates", ENROLLING);
        ALLOWED.put("GET /v1/students/{id}/possible-duplicates", OFFICERS);
        ALLOWED.put("GET /v1/students/{id}", ENROLLING);
        ALLOWED.put("PATCH /v1/students/{id}", ENROLLING);
        ALLOWED.put("POST /v1/students/{id}/merges", OFFICERS);
        ALLOWED.put("GET /v1/students/{id}/merges", OFFICERS);
        ALLOWED.put("POST /v1/students/{id}/merges/{mergeId}/undoing", OFFICERS);
        ALLOWED.put("POST /v1/students/{id}/distinctions", OFFICERS);
        ALLOWED.put("GET /v1/students/{id}/distinctions", OFFICERS);
        ALLOWED.put("DELETE /v1/students/{id}/distinctions/{distinctionId}", OFFICERS);
        ALLOWED.put("GET /v1/students/{id}/export", ENROLLING);
        ALLOWED.put("POST /v1/students/{id}/erasure", OFFICERS);
        ALLOWED.put("GET /v1/students/{id}/erasure", OFFICERS);
        ALLOWED.put("POST /v1/enrollments/{enrollmentId}/adaptations", OFFICERS);
        ALLOWED.put("GET /v1/enrollments/{enrollmentId}/adaptations", ENROLLING);
        ALLOWED.put("GET /v1/enrollments/{enrollmentId}/adaptations/{id}", ENROLLING);
        ALLOWED.put("POST /v1/enrollments/{enrollmentId}/adaptations/{id}/end", OFFICERS);
        ALLOWED.put("POST /v1/apprenticeship-contracts", ENROLLING);
        ALLOWED.put("GET /v1/apprenticeship-contracts", ENROLLING);
        ALLOWED.put("GET /v1/apprenticeship-contracts/changes", ENROLLING);
        ALLOWED.put("GET /v1/apprenticeship-contracts/{id}", ENROLLING);
        ALLOWED.put("PATCH /v1/apprenticeship-contracts/{id}", ENROLLING);
        ALLOWED.put("POST /v1/apprenticeship-contracts/{id}/rupture", ENROLLING);
        ALLOWED.put("GET /v1/apprentices", Set.of(APPRENTICESHIP_HOST));
        ALLOWED.put("GET /v1/apprentices/{contractId}", Set.of(APPRENTICESHIP_HOST));
        ALLOWED.put("GET /v1/exports/sifa", CENTRES);
        ALLOWED.put("GET /v1/exports/sifa/checks", CENTRES);
        ALLOWED.put("POST /v1/attendance", ENROLLING);
        ALLOWED.put("GET /v1/attendance", ENROLLING);
        ALLOWED.put("GET /v1/attendance/alerts", ENROLLING);
        ALLOWED.put("GET /v1/attendance/alerts/{id}", ENROLLING);
        ALLOWED.put("POST /v1/attendance/absences", ENROLLING);
        ALLOWED.put("GET /v1/attendance/absences", ENROLLING);
        ALLOWED.put("GET /v1/attendance/absences/{id}", ENROLLING);
        ALLOWED.put("POST /v1/attendance/absences/{id}/withdrawal", ENROLLING);
        ALLOWED.put("POST /v1/attendance/site-closures", ENROLLING);
        ALLOWED.put("GET /v1/attendance/site-closures", ENROLLING);
        ALLOWED.put("GET /v1/attendance/site-closures/{id}", ENROLLING);
        ALLOWED.put("POST /v1/attendance/site-closures/{id}/withdrawal", ENROLLING);
        ALLOWED.put("GET /v1/site-occupancies", ENROLLING);
        ALLOWED.put("GET /v1/transmissions", ENROLLING);
        ALLOWED.put("GET /v1/transmissions/attempts", ENROLLING);
        ALLOWED.put("GET /v1/transmissions/alerts", Set.of(PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER));
        ALLOWED.put("GET /v1/transmissions/partners/{id}", Set.of(PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER));
        ALLOWED.put("GET /v1/statistics", Set.of(PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER, MANAGEMENT, OPS));
        ALLOWED.put("GET /v1/exports/oneroster", ENROLLING);
        ALLOWED.put("GET /v1/connections", CENTRES);
        ALLOWED.put("POST /v1/connections", CENTRES);
        ALLOWED.put("GET /v1/connections/{id}", CENTRES);
        ALLOWED.put("DELETE /v1/connections/{id}", CENTRES);
        ALLOWED.put("POST /v1/connections/{id}/run", CENTRES);
        ALLOWED.put("GET /v1/connections/{id}/records", CENTRES);
        ALLOWED.put("GET /oeapi/v6/persons", ENROLLING);
        ALLOWED.put("GET /oeapi/v6/persons/{personId}", ENROLLING);
        ALLOWED.put("GET /oeapi/v6/{parent}/{parentId}/programme-offering-associations", ENROLLING);
        ALLOWED.put("GET /oeapi/v6/programme-offering-associations/{associationId}", ENROLLING);
        ALLOWED.put("PUT /oeapi/v6/programme-offering-associations/{associationId}", ENROLLING);
        ALLOWED.put("PATCH /oeapi/v6/programme-offering-associations/{associationId}", ENROLLING);
        ALLOWED.put("GET /v1/audit/enrollment", OFFICERS);
        ALLOWED.put("POST /v1/enrollment-events/re-emissions", Set.of(OPS));
        ALLOWED.put("GET /v1/enrollment-events/re-emissions/{id}", Set.of(OPS));
    }

    /** Role precedence: the narrowest role wins (ADR 0014). */
    @Test
    void aTokenWithAPartnerAndAnOfficerRoleIsTreatedAsPartner() {
        World world = World.published();
        String enrollment = world.enrolled();
        Api.as(Tokens.partnerWith(world.partner, ENROLLMENT_OFFICER, OPS))
                .get("/v1/enrollments/" + enrollment)
                .then()
                .statusCode(200);
        String stranger = Tokens.partnerWith(UUID.randomUUID(), ENROLLMENT_OFFICER, OPS);
        Api.as(stranger).get("/v1/enrollments/" + enrollment).then().spec(problem(404, "not-found"));
        Api.as(stranger).get("/v1/students/duplicates").then().spec(problem(403, "forbidden"));
        Api.as(stranger).get("/v1/statistics").then().statusCode(200).body("total.enrollments", equalTo(0));
    }

    /** The role of a host binds to the partner like the role of a partner, and the two can be held together. */
    @Test
    void aTokenOfAHostHasNoOfficerRole() {
        UUID partner = UUID.randomUUID();
        String host = Tokens.sign(Tokens.claims("host", APPRENTICESHIP_HOST)
                .claim("realm_access", Map.of("roles", List.of(APPRENTICESHIP_HOST, ENROLLMENT_OFFICER)))
                .claim("partner_id", partner.toString()));
        Api.as(host).get("/v1/apprentices").then().statusCode(200);
        Api.as(host).get("/v1/enrollments").then().spec(problem(403, "forbidden"));
        String both = Tokens.partnerWith(partner, APPRENTICESHIP_HOST);
        Api.as(both).get("/v1/apprentices").then().statusCode(200);
        Api.as(both).get("/v1/enrollments").then().statusCode(200);
        Api.as(Tokens.withRole(APPRENTICESHIP_HOST))
                .get("/v1/apprentices")
                .then()
                .spec(problem(403, "no-tenant"));
    }

    /** An invited person of a host: the role of the person leaves the scopes to read of those of the portal. */
    @Test
    void aPersonWhoHostsApprenticesReadsThemAndChangesNothing() {
        String person = Tokens.sign(Tokens.claims("portal", APPRENTICESHIP_HOST)
                .claim("partner_id", UUID.randomUUID().toString())
                .claim("person_role", "HOSTS_APPRENTICES"));
        for (String open : List.of("/v1/apprentices", "/v1/connections")) {
            Api.as(person).get(open).then().statusCode(200);
        }
        for (String closed :
                List.of("/v1/enrollments", "/v1/students", "/v1/apprenticeship-contracts", "/v1/attendance/alerts")) {
            Api.as(person).get(closed).then().spec(problem(403, "forbidden"));
        }
        Api.as(person).body("{}").post("/v1/connections").then().spec(problem(403, "missing-scope"));
    }

    private static final Set<String> SCOPES = Set.of(
            "enrollments:read",
            "enrollments:write",
            "students:read",
            "students:write",
            "attendance:write",
            "catalog:read",
            "partner:read",
            "partner:write",
            "webhooks:manage",
            "clients:manage");

    private static String scopeOf(String operation) {
        boolean read = operation.startsWith("GET ");
        if (operation.startsWith("GET /v1/exports/sifa") || operation.contains(" /oeapi/v6/persons")) {
            return "students:read";
        }
        if (operation.contains(" /v1/students")) {
            return read || operation.endsWith("/searches") ? "students:read" : "students:write";
        }
        if (operation.endsWith("/v1/imports/attendance")) {
            return "attendance:write";
        }
        if (operation.contains(" /v1/attendance")) {
            return read ? "enrollments:read" : "attendance:write";
        }
        return read || operation.matches("POST /v1/(eligibility-checks|enrollments/searches|imports/papers)")
                ? "enrollments:read"
                : "enrollments:write";
    }

    /** The scope of an operation, and the one that is enough for files of hours. */
    private static List<String> scopesOf(String operation) {
        boolean ofJobs = operation.contains(" /v1/imports")
                && !operation.startsWith("POST /v1/imports/attendance")
                && !operation.contains("/paper");
        return ofJobs && !operation.matches("POST /v1/imports(/changes)?")
                ? List.of(scopeOf(operation), "attendance:write")
                : List.of(scopeOf(operation));
    }

    /** Deny by default: a partner's token with every scope but the one of the operation is refused. */
    @TestFactory
    Stream<DynamicTest> everyOperationOfPartnersNeedsItsScope() {
        return ALLOWED.keySet().stream()
                .filter(operation -> allows(operation, PARTNER))
                .map(operation -> DynamicTest.dynamicTest(operation, () -> {
                    UUID partner = UUID.randomUUID();
                    List<String> scopes = scopesOf(operation);
                    String[] others = SCOPES.stream()
                            .filter(other -> !scopes.contains(other))
                            .toArray(String[]::new);
                    for (String scope : scopes) {
                        assertThat(call(operation, Api.as(Tokens.partnerWithScopes(partner, scope))))
                                .isNotEqualTo(403);
                    }
                    answer(operation, Api.as(Tokens.partnerWithScopes(partner, others)))
                            .then()
                            .spec(problem(403, "missing-scope"))
                            .body("requiredScope", equalTo(scopeOf(operation)));
                }));
    }

    static boolean allows(String operation, String role) {
        return ALLOWED.get(operation).contains(role);
    }

    /** An allowed role gets any answer but 403; another role gets 403. */
    @TestFactory
    Stream<DynamicTest> everyRoleOnEveryOperation() {
        return ALLOWED.entrySet().stream()
                .flatMap(operation -> ALL.stream()
                        .map(role -> DynamicTest.dynamicTest(operation.getKey() + " as " + role, () -> {
                            String token = Set.of(PARTNER, APPRENTICESHIP_HOST).contains(role)
                                    ? Tokens.partnerOnlyWith(UUID.randomUUID(), role)
                                    : Tokens.withRole(role);
                            int status = call(operation.getKey(), Api.as(token));
                            if (operation.getValue().contains(role)) {
                                assertThat(status).isIn(200, 202, 400, 404, 409, 428);
                            } else {
                                assertThat(status).isEqualTo(403);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> withoutATokenEveryOperationAnswers401() {
        return ALLOWED.keySet().stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation,
                        () -> assertThat(call(operation, Api.anonymous())).isEqualTo(401)));
    }

    @Test
    void aPartnerTokenWithoutAPartnerIsForbidden() {
        Api.as(Tokens.withRole(PARTNER)).get("/v1/enrollments").then().statusCode(403);
        Api.as(Tokens.withRole(PARTNER)).get("/v1/students").then().statusCode(403);
        Api.as(Tokens.withRole(PARTNER))
                .body(World.student())
                .post("/v1/students")
                .then()
                .statusCode(403);
    }

    /** Fails when an operation is missing in this matrix. */
    @Test
    void theMatrixNamesEveryOperation() {
        Set<String> operations = new TreeSet<>(HiddenOperations.of("fr.cned.partenariats.enrollment"));
        ContractOperations.all().forEach(operation -> operations.add(operation.name()));
        assertThat(operations).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    private static int call(String operation, RequestSpecification as) {
        return answer(operation, as).statusCode();
    }

    private static Response answer(String operation, RequestSpecification as) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        RequestSpecification request = method.equals("PATCH") ? as.contentType("application/merge-patch+json") : as;
        if (operation.matches("POST /v1/imports(/attendance|/changes)?")) { // takes files only
            request = request.contentType("text/csv");
        }
        return (method.equals("GET") ? request : request.body("{}")).request(method, path);
    }
}
