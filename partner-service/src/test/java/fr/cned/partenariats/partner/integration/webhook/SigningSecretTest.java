package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Verifies our signatures with the public library of the Standard Webhooks specification. */
class SigningSecretTest {

    private static final UUID ID = UUID.fromString("0190e3a1-7e3c-7a5c-9d3e-1f1d2c3b4a59");
    private static final String BODY = "{\"type\":\"enrollment.changed\",\"data\":{\"reference\":\"É-1\"}}";

    private static HttpHeaders headers(UUID id, Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id",
                        List.of(id.toString()),
                        "webhook-timestamp",
                        List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature",
                        List.of(signature)),
                (name, value) -> true);
    }

    @Test
    void thePublicLibraryAcceptsASignature() throws Exception {
        SigningSecret secret = SigningSecret.random();
        Instant now = Instant.now();
        HttpHeaders headers = headers(ID, now, SigningSecret.signatures(List.of(secret), ID, now, BODY));

        assertThat(secret.shown()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThatCode(() -> new com.standardwebhooks.Webhook(secret.shown()).verify(BODY, headers))
                .doesNotThrowAnyException();
    }

    @Test
    void thePublicLibraryRefusesAnotherBodyIdTimeOrSecret() throws Exception {
        SigningSecret secret = SigningSecret.random();
        Instant now = Instant.now();
        String signature = SigningSecret.signatures(List.of(secret), ID, now, BODY);
        var verifier = new com.standardwebhooks.Webhook(secret.shown());
        var other = new com.standardwebhooks.Webhook(SigningSecret.random().shown());

        assertThatThrownBy(() -> verifier.verify(BODY + ' ', headers(ID, now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verifier.verify(BODY, headers(UUID.randomUUID(), now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verifier.verify(BODY, headers(ID, now.plusSeconds(1), signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> other.verify(BODY, headers(ID, now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void duringARotationEachOfTwoSecretsVerifies() {
        List<SigningSecret> secrets = List.of(SigningSecret.random(), SigningSecret.random());
        Instant now = Instant.now();
        String signatures = SigningSecret.signatures(secrets, ID, now, BODY);

        assertThat(signatures.split(" ", -1)).hasSize(2).allMatch(one -> one.startsWith("v1,"));
        for (SigningSecret secret : secrets) {
            assertThatCode(() ->
                            new com.standardwebhooks.Webhook(secret.shown()).verify(BODY, headers(ID, now, signatures)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void logsDoNotContainTheSecret() {
        SigningSecret secret = SigningSecret.random();
        assertThat(secret.toString()).doesNotContain(secret.shown().substring(6));
    }
}
