package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
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

/** Every operation refuses every field that only the service sets, with a JSON pointer to it. */
@PartnerIT
class ServerOwnedFieldsIT {

    /** The path of the object that is patched, by collection. */
    private final Map<String, String> objects = new HashMap<>();

    private Map<String, String> before;

    @BeforeEach
    void createOneObjectOfEachKind() {
        UUID company = company();
        objects.put("partners", "/v1/partners/" + company);
        objects.put("agreements", "/v1/agreements/" + drafted(agreement("SPECIFIC", company)));
        objects.put("networks", "/v1/networks/" + registeredNetwork());
        objects.put("sites", "/v1/sites/" + registeredSite(site(company)));
        objects.put("api-clients", "/v1/api-clients/" + apiClient(company));
        objects.put("people", "/v1/people/" + person(company));
        objects.put("webhooks", "/v1/webhooks/" + webhook(company));
        objects.put("opportunities", "/v1/opportunities/" + published(company));
        before = state();
    }

    @AfterEach
    void assertNothingChanged() {
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
    Stream<DynamicTest> refusesAServerOwnedFieldAsUnknown() {
        return ContractOperations.all().stream()
                .flatMap(operation -> operation.serverOwned().stream()
                        // A merge patch inside of a body is read after the body is valid.
                        .filter(pointer -> !pointer.startsWith("/changes/"))
                        .map(pointer -> DynamicTest.dynamicTest(
                                operation.name() + ' ' + pointer,
                                () -> call(operation, Operation.bodyWith(pointer))
                                        .then()
                                        .spec(violates(pointer, "unknown-field")))));
    }

    private Response call(Operation operation, String body) {
        if (operation.isPatch()) {
            return patching(officer(), "*")
                    .body(body)
                    .patch(objects.get(operation.path().split("/", 4)[2]));
        }
        String role = RoleMatrixIT.allows(operation.name(), Roles.PARTNERSHIP_OFFICER)
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
                                .replace("{changeId}", UUID.randomUUID().toString())
                                .replace("{kind}", "OPCO"));
    }
}
