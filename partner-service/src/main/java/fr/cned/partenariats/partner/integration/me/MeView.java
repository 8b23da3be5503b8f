package fr.cned.partenariats.partner.integration.me;

import fr.cned.partenariats.partner.agreement.AgreementInForce;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The identity of the caller, its rights and its next possible operations. */
public record MeView(
        @Schema(description = "The client of the token (`azp`).")
        String client,

        @Schema(description = "The person, or the client when it acts for itself.")
        String actor,

        @Schema(description = "Absent for a caller that acts for no partner.") @Nullable
        OwnPartner partner,

        @Schema(description = "The roles that count.") List<String> roles,

        @Schema(description = "The scopes of the token that the platform knows. They restrict partners only.")
        List<String> scopes,

        @Schema(description = "The agreements of the partner that are in force, at most 100.")
        List<AgreementInForce> agreements,

        RequestLimit rateLimit,

        @Schema(description = "What a partner can do first, and what is missing for the rest. Empty for other callers.")
        List<NextOperation> operations) {

    /** The partner that the caller acts for. */
    public record OwnPartner(UUID id, String legalName, PartnerState state) {}

    /** The requests that the gateway allows the caller. Answers carry what is left in {@code RateLimit}. */
    public record RequestLimit(
            @Schema(description = "Requests per second that are allowed in the long run.")
            int requestsPerSecond,

            @Schema(description = "Requests that are allowed at once.")
            int burst) {}
}
