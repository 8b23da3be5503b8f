package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The owner of an object sees that enrollment-service could not process it. */
@PartnerIT
class PropagationIT {

    @Test
    void aDeadLetterOfAConsumerIsShownOnTheObject() {
        String id = signed(started("SPECIFIC", registered())).toString();
        TestTopics.publishRaw(
                "partner.agreements.v1.enrollment-service.dlq",
                id,
                Map.of(
                        "dead-letter-topic",
                        "partner.agreements.v1",
                        "dead-letter-reason",
                        "refused by the database: 22003"),
                "{\"revision\":7}".getBytes(UTF_8));
        await().untilAsserted(() -> Api.as(Tokens.withRole(Roles.PARTNERSHIP_OFFICER))
                .get("/v1/agreements/" + id)
                .then()
                .statusCode(200)
                .body("propagation.state", equalTo("failed"))
                .body("propagation.failures[0].consumer", equalTo("enrollment-service"))
                .body("propagation.failures[0].reason", equalTo("refused by the database: 22003")));
    }
}
