package fr.cned.partenariats.partner.integration.me;

import fr.cned.partenariats.partner.agreement.AgreementInForce;
import fr.cned.partenariats.partner.registry.partner.PartnerKind;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The identity of the caller, its rights and its next possible operations. */
public record MeView(
        String client,
        String actor,
        @Nullable OwnPartner partner,
        @Nullable List<UUID> siteIds,
        List<String> roles,
        List<String> scopes,
        List<AgreementInForce> agreements,
        RequestLimit rateLimit,
        List<NextOperation> operations) {

    /** The partner that the caller acts for. */
    public record OwnPartner(UUID id, PartnerKind kind, String legalName, PartnerState state) {}

    /** The requests that the gateway allows the caller. Answers carry what is left in {@code RateLimit}. */
    public record RequestLimit(int requestsPerSecond, int burst) {}
}
