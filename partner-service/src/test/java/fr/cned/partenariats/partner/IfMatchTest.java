package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.IfMatch;
import fr.cned.partenariats.commons.testing.Problems;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract says of which operations the code demands {@code If-Match}. */
@PartnerTest
class IfMatchTest {

    private static final Map<String, Supplier<Object>> OBJECTS = Map.of(
            "PATCH /v1/partners/{id}", () -> registered(),
            "PUT /v1/partners/{id}/contacts", () -> registered(),
            "PATCH /v1/agreements/{id}", () -> drafted(agreement("SPECIFIC", registered())),
            "PATCH /v1/networks/{id}", () -> registeredNetwork(),
            "PATCH /v1/sites/{id}",
                    () -> created("/v1/sites", Map.of("partnerId", registered().toString(), "name", "Site")),
            "PATCH /v1/opportunities/{id}", IfMatchTest::opportunity);

    @Test
    void theContractNamesEachOfThem() {
        assertThat(IfMatch.operations()).containsExactlyInAnyOrderElementsOf(OBJECTS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> withoutIfMatchTheAnswerIs428() {
        return OBJECTS.keySet().stream()
                .map(operation -> DynamicTest.dynamicTest(operation, () -> {
                    String path = operation
                            .substring(operation.indexOf(' ') + 1)
                            .replace("{id}", OBJECTS.get(operation).get().toString());
                    boolean patch = operation.startsWith("PATCH");
                    RequestSpecification request =
                            patch ? officer().contentType("application/merge-patch+json") : officer();
                    request.body(patch ? "{}" : "{\"contacts\":[]}")
                            .request(operation.substring(0, operation.indexOf(' ')), path)
                            .then()
                            .spec(Problems.problem(428, "missing-if-match"));
                }));
    }

    private static Object opportunity() {
        UUID company = registered(partner("COMPANY", "O2 (test)"));
        signed(started("SPECIFIC", company));
        return created(
                "/v1/opportunities",
                Map.of(
                        "partnerId", company.toString(),
                        "kind", "APPRENTICESHIP",
                        "title", "Commis de cuisine",
                        "description", "Restaurant traditionnel.",
                        "romeCode", "G1602",
                        "publishedUntil", today().plusDays(30).toString()));
    }

    private static Object created(String path, Map<String, Object> body) {
        return officer().body(body).post(path).then().statusCode(201).extract().path("id");
    }
}
