package fr.cned.partenariats.enrollment.partner;

import fr.cned.partenariats.commons.caller.TenantState;
import fr.cned.partenariats.commons.caller.TenantStateSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Says whether a partner that calls this service is suspended or closed, from the copy of the partners. */
@ApplicationScoped
class PartnerStateSource implements TenantStateSource {

    private final EntityManager em;

    PartnerStateSource(EntityManager em) {
        this.em = em;
    }

    @Override
    public Optional<TenantState> find(UUID tenant) {
        List<?> states = em.createNativeQuery("select state from partner_view where id = :id", String.class)
                .setParameter("id", tenant)
                .getResultList();
        return states.stream().findFirst().map(state -> of((String) state));
    }

    private static TenantState of(String partnerState) {
        return switch (partnerState) {
            case "CLOSED" -> TenantState.CLOSED;
            case "SUSPENDED" -> TenantState.SUSPENDED;
            default -> TenantState.OPEN;
        };
    }
}
