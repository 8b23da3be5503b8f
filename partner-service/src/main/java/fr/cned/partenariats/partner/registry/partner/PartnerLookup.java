package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import fr.cned.partenariats.partner.PartnerProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds and locks partners for the other features, and records revoked clients. */
@ApplicationScoped
public class PartnerLookup {

    private final PartnerRepository partners;
    private final Event<TenantStateChanged> stateChanges;

    PartnerLookup(PartnerRepository partners, Event<TenantStateChanged> stateChanges) {
        this.partners = partners;
        this.stateChanges = stateChanges;
    }

    /** Returns the partner with a shared row lock; refuses one that does not exist or is closed. */
    public Partner requireOpen(UUID id, String pointer) {
        Partner partner = partners.findByIdOptional(id, LockModeType.PESSIMISTIC_READ)
                .orElseThrow(
                        () -> Refusal.invalid(new Violation(pointer, PartnerProblem.UNKNOWN_PARTNER, id.toString())));
        if (partner.state() == PartnerState.CLOSED) {
            throw Refusal.of(PartnerProblem.PARTNER_CLOSED, partner.legalName());
        }
        return partner;
    }

    public Map<UUID, Partner> find(Collection<UUID> ids) {
        return byId(partners.list("id in ?1", ids));
    }

    /** Like {@link #find}, with shared row locks: no partner can be closed or suspended until the transaction ends. */
    public Map<UUID, Partner> findAndLock(Collection<UUID> ids) {
        return byId(partners.find("id in ?1 order by id", ids)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .list());
    }

    /**
     * Tells all services that a client of the partner was revoked, so that they refuse the tokens that it has. The row
     * lock keeps the order of the partner's events.
     */
    public void revokeClient(UUID partnerId, String client) {
        partners.lock(partnerId).ifPresent(partner -> {
            partner.revokeClient(client);
            partners.flush();
            stateChanges.fire(new TenantStateChanged(partnerId));
        });
    }

    /**
     * A condition for another feature's HQL query: the partner is the one with the id {@code ?}, or a member of that
     * federation.
     *
     * @param partnerId an expression of that query
     */
    public static String isOrBelongsTo(String partnerId) {
        return "(%1$s = ? or %1$s in (select member.id from Partner member where member.parentId = ?))"
                .formatted(partnerId);
    }

    /**
     * A condition for another feature's SQL query: the partner is neither suspended nor closed.
     *
     * @param partnerId an expression of that query
     */
    public static String isOpen(String partnerId) {
        return "(select p.state in ('PROSPECT', 'ACTIVE') from partner p where p.id = " + partnerId + ")";
    }

    private static Map<UUID, Partner> byId(Collection<Partner> found) {
        return found.stream().collect(Collectors.toMap(Partner::id, Function.identity()));
    }
}
