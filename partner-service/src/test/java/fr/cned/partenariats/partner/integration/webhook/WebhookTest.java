package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.AGREEMENT_CHANGED;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.ENROLLMENT_CHANGED;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.WEBHOOK_PAUSED;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.AgreementState;
import fr.cned.partenariats.partner.integration.webhook.api.EnrollmentState;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookDetails;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookFilter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which events a webhook wants. */
class WebhookTest {

    private static final Instant CREATED = Instant.parse("2026-09-14T08:00:00Z");
    private static final UUID PARTNER = UUID.randomUUID();
    private static final UUID AGREEMENT = UUID.randomUUID();

    private static Webhook webhook(@Nullable WebhookFilter filter, String... types) {
        return Webhook.create(
                UUID.randomUUID(),
                PARTNER,
                new WebhookDetails("https://lycee.example.fr", List.of(types), filter, null),
                new byte[0],
                CREATED);
    }

    private static WebhookEvent event(String type, String state, @Nullable UUID agreement) {
        return event(type, state, agreement, PARTNER, CREATED);
    }

    private static WebhookEvent event(String type, String state, @Nullable UUID agreement, UUID partner, Instant at) {
        return new WebhookEvent(
                type, UUID.randomUUID(), 1, at, Set.of(partner), agreement, null, state, "/v1/x", null, null);
    }

    @Test
    void onlyEventsOfItsTypesAndItsPartner() {
        Webhook webhook = webhook(null, ENROLLMENT_CHANGED);

        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "ACTIVE", AGREEMENT)))
                .isTrue();
        assertThat(webhook.wants(event(AGREEMENT_CHANGED, "IN_FORCE", AGREEMENT)))
                .isFalse();
        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "ACTIVE", AGREEMENT, UUID.randomUUID(), CREATED)))
                .isFalse();
    }

    @Test
    void onlyChangesSinceItsCreation() {
        Webhook webhook = webhook(null, ENROLLMENT_CHANGED);

        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "ACTIVE", AGREEMENT, PARTNER, CREATED.minusMillis(1))))
                .isFalse();
    }

    @Test
    void theFilterRestrictsAgreementsAndStatesByType() {
        Webhook webhook = webhook(
                new WebhookFilter(
                        List.of(AGREEMENT), List.of(EnrollmentState.CONFIRMED), List.of(AgreementState.IN_FORCE)),
                ENROLLMENT_CHANGED,
                AGREEMENT_CHANGED,
                WEBHOOK_PAUSED);

        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "CONFIRMED", AGREEMENT)))
                .isTrue();
        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "CONFIRMED", UUID.randomUUID())))
                .isFalse();
        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "IN_FORCE", AGREEMENT)))
                .isFalse();
        assertThat(webhook.wants(event(AGREEMENT_CHANGED, "IN_FORCE", AGREEMENT)))
                .isTrue();
        assertThat(webhook.wants(event(AGREEMENT_CHANGED, "CONFIRMED", AGREEMENT)))
                .isFalse();
        assertThat(webhook.wants(event(WEBHOOK_PAUSED, "PAUSED", null))).isTrue();
    }

    @Test
    void anEmptyFilterIsNone() {
        Webhook webhook = webhook(new WebhookFilter(List.of(), List.of(), null), ENROLLMENT_CHANGED);

        assertThat(webhook.details().filter()).isNull();
        assertThat(webhook.wants(event(ENROLLMENT_CHANGED, "A_NEW_STATE", AGREEMENT)))
                .isTrue();
    }
}
