package fr.cned.partenariats.partner.integration.me;

import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.Scopes;
import fr.cned.partenariats.partner.agreement.AgreementInForce;
import fr.cned.partenariats.partner.agreement.AgreementLookup;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells a caller who it is and what it can do. */
@ApplicationScoped
class MeService {

    private final Caller caller;
    private final PartnerLookup partners;
    private final AgreementLookup agreements;
    private final MeView.RequestLimit limit;

    MeService(
            Caller caller,
            PartnerLookup partners,
            AgreementLookup agreements,
            @ConfigProperty(name = "gateway.rate-limit.requests-per-second") int requestsPerSecond,
            @ConfigProperty(name = "gateway.rate-limit.burst") int burst) {
        this.caller = caller;
        this.partners = partners;
        this.agreements = agreements;
        this.limit = new MeView.RequestLimit(requestsPerSecond, burst);
    }

    @Transactional
    MeView get() {
        Set<String> scopes = new TreeSet<>(caller.scopes());
        scopes.retainAll(Scopes.ALL);
        Optional<UUID> partnerId = caller.scope().restrictedTo();
        Optional<Partner> partner = partnerId.flatMap(
                id -> Optional.ofNullable(partners.find(List.of(id)).get(id)));
        // A host reads no agreements, and does nothing of what a partner begins with.
        Optional<UUID> acting = partnerId.filter(id -> caller.has(Roles.PARTNER));
        List<AgreementInForce> inForce = acting.map(agreements::findInForce).orElse(List.of());
        boolean suspended =
                partner.filter(found -> found.state() == PartnerState.SUSPENDED).isPresent();
        return new MeView(
                caller.client(),
                caller.actor(),
                partner.map(found -> new MeView.OwnPartner(found.id(), found.kind(), found.legalName(), found.state()))
                        .orElse(null),
                caller.sites().isEmpty() ? null : caller.sites(),
                List.copyOf(new TreeSet<>(caller.roles())),
                List.copyOf(scopes),
                inForce,
                limit,
                acting.isEmpty()
                        ? List.of()
                        : Arrays.stream(NextOperation.Known.values())
                                .map(operation -> operation.of(
                                        scopes, caller.scope().isLimitedToSites(), suspended, !inForce.isEmpty()))
                                .toList());
    }
}
