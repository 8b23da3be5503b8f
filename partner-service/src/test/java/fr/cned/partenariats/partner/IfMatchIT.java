package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClientWithKey;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.IfMatchOperations;
import fr.cned.partenariats.commons.testing.Problems;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The operations that need {@code If-Match} are those of the contract, and answer 428 without it. */
@PartnerIT
class IfMatchIT {

    private static final Map<String, Supplier<Object>> OBJECTS = Map.of(
            "PATCH /v1/partners/{id}", () -> registered(),
            "PUT /v1/partners/{id}/contacts", () -> registered(),
            "PATCH /v1/agreements/{id}", () -> drafted(agreement("SPECIFIC", registered())),
            "PATCH /v1/networks/{id}", () -> registeredNetwork(),
            "PATCH /v1/sites/{id}", () -> registeredSite(site(registered())),
            "PATCH /v1/opportunities/{id}", () -> published(company()),
            "PATCH /v1/api-clients/{id}", () -> apiClient(registered()),
            "PUT /v1/api-clients/{id}/public-keys", () -> apiClientWithKey(registered()),
            "PATCH /v1/people/{id}", () -> person(registered()),
            "PATCH /v1/webhooks/{id}", () -> webhook(registered()));

    /** Bodies that the operation accepts. */
    private static final Map<String, String> BODIES = Map.of(
            "PUT /v1/partners/{id}/contacts",
            "{\"contacts\":[]}",
            "PUT /v1/api-clients/{id}/public-keys",
            "{\"keys\":[{\"kid\":\"k\",\"kty\":\"EC\",\"alg\":\"ES256\",\"crv\":\"P-256\","
                    + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                    + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}");

    @Test
    void theContractNamesTheSameOperations() {
        assertThat(IfMatchOperations.operations()).containsExactlyInAnyOrderElementsOf(OBJECTS.keySet());
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
                    request.body(BODIES.getOrDefault(operation, "{}"))
                            .request(operation.substring(0, operation.indexOf(' ')), path)
                            .then()
                            .spec(Problems.problem(428, "missing-if-match"));
                }));
    }
}
