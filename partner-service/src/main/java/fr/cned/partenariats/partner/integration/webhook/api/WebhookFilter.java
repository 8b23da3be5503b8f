package fr.cned.partenariats.partner.integration.webhook.api;

import fr.cned.partenariats.partner.agreement.AgreementState;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Restricts the events of a webhook. An absent or empty list restricts nothing. */
public record WebhookFilter(
        @Size(max = 50) @Nullable List<@NotNull UUID> agreementIds,

        @Size(max = 10) @Nullable List<@NotNull EnrollmentState> enrollmentStates,

        @Size(max = 7) @Nullable List<@NotNull AgreementState> agreementStates) {

    static final WebhookFilter NONE = new WebhookFilter(null, null, null);

    /** Null when it restricts nothing. */
    public static @Nullable WebhookFilter of(
            List<UUID> agreementIds, List<EnrollmentState> enrollmentStates, List<AgreementState> agreementStates) {
        return agreementIds.isEmpty() && enrollmentStates.isEmpty() && agreementStates.isEmpty()
                ? null
                : new WebhookFilter(agreementIds, enrollmentStates, agreementStates);
    }

    public List<UUID> agreements() {
        return agreementIds == null
                ? List.of()
                : agreementIds.stream().distinct().toList();
    }

    public List<String> statesOfEnrollments() {
        return enrollmentStates == null
                ? List.of()
                : enrollmentStates.stream().map(Enum::name).distinct().toList();
    }

    public List<String> statesOfAgreements() {
        return agreementStates == null
                ? List.of()
                : agreementStates.stream().map(Enum::name).distinct().toList();
    }
}
