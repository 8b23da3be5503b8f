package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedMother.created;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every read of a single object has an ETag, and answers 304 when {@code If-None-Match} names it. */
@PartnerIT
class ConditionalReadIT {

    private static final Map<String, Supplier<Object>> OBJECTS = Map.of(
            "/v1/partners/{id}", () -> registered(),
            "/v1/agreements/{id}", () -> signed(started("SPECIFIC", registered())),
            "/v1/networks/{id}", () -> registeredNetwork(),
            "/v1/sites/{id}", () -> registeredSite(site(registered())),
            "/v1/opportunities/{id}", () -> published(company()),
            "/v1/training-needs/{id}", () -> created(Api.as(Tokens.partner(registered()))),
            "/v1/api-clients/{id}", () -> apiClient(registered()),
            "/v1/people/{id}", () -> person(registered()),
            "/v1/webhooks/{id}", () -> webhook(registered()));

    @Test
    void theContractHasNoOtherReadOfASingleObject() {
        assertThat(ContractOperations.all().stream()
                        .filter(operation -> operation.method().equals("GET"))
                        .map(Operation::path)
                        .filter(path -> path.endsWith("/{id}") && !path.contains("/re-emissions/")))
                .containsExactlyInAnyOrderElementsOf(OBJECTS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> anUnchangedObjectIsNotSentAgain() {
        return OBJECTS.entrySet().stream()
                .map(object -> DynamicTest.dynamicTest("GET " + object.getKey(), () -> {
                    String path = object.getKey()
                            .replace("{id}", object.getValue().get().toString());
                    Response read = officer().get(path);
                    String tag = read.header("ETag");
                    assertThat(read.statusCode()).isEqualTo(200);
                    assertThat(tag).startsWith("\"" + read.path("revision"));

                    Response unchanged = officer().header("If-None-Match", tag).get(path);
                    assertThat(unchanged.statusCode()).isEqualTo(304);
                    assertThat(unchanged.header("ETag")).isEqualTo(tag);
                    assertThat(unchanged.asByteArray()).isEmpty();

                    officer().header("If-None-Match", "\"99\"").get(path).then().statusCode(200);
                }));
    }

    @Test
    void aChangedObjectIsSentAgainWithANewTag() {
        UUID id = registered();
        patching(officer(), "\"0\"")
                .body(Map.of("shortName", "A"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(200);
        officer()
                .header("If-None-Match", "\"0\"")
                .get("/v1/partners/" + id)
                .then()
                .statusCode(200)
                .header("ETag", not("\"0\""));
    }

    @Test
    void anUnchangedListIsNotSentAgain() {
        UUID federation = registered();
        for (String path : List.of(
                "/v1/partners?parentId=" + federation,
                "/v1/agreements?partnerId=" + federation,
                "/v1/networks?limit=1",
                "/v1/sites?partnerId=" + federation,
                "/v1/opportunities?partnerId=" + federation,
                "/v1/training-needs?partnerId=" + federation)) {
            String tag = officer().get(path).then().statusCode(200).extract().header("ETag");
            assertThat(tag).as(path).startsWith("W/\"");
            officer()
                    .header("If-None-Match", tag)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("Cache-Control", "no-store");
        }
    }
}
