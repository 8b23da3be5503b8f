package fr.cned.partenariats.enrollment.replica.partner;

import fr.cned.partenariats.commons.security.caller.Tenant;
import fr.cned.partenariats.commons.security.caller.TenantState;
import fr.cned.partenariats.commons.security.caller.TenantStateSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Says whether a partner that calls this service is suspended or closed or has revoked the client, from the copy of the partners. */
@ApplicationScoped
class PartnerStateSource implements TenantStateSource {

    private final EntityManager em;

    PartnerStateSource(EntityManager em) {
        this.em = em;
    }

    @Override
    public Optional<Tenant> find(UUID tenant) {
        List<?> found = em.createNativeQuery(
                        "select state, revoked_clients from partner_view where id = :id", Tuple.class)
                .setParameter("id", tenant)
                .getResultList();
        return found.stream().findFirst().map(row -> of((Tuple) row));
    }

    private static Tenant of(Tuple row) {
        return new Tenant(state(row.get(0, String.class)), Set.copyOf(Arrays.asList(row.get(1, String[].class))));
    }

    private static TenantState state(String partnerState) {
        return switch (partnerState) {
            case "CLOSED" -> TenantState.CLOSED;
            case "SUSPENDED" -> TenantState.SUSPENDED;
            default -> TenantState.OPEN;
        };
    }
}
