package fr.cned.partenariats.parking.permit;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** Reads the parking permits of tenants. No query filters by tenant, so that row-level security must. */
@ApplicationScoped
public class PermitService {

    private final EntityManager em;
    private final WholeTenantRows wholeTenant;

    PermitService(EntityManager em, WholeTenantRows wholeTenant) {
        this.em = em;
        this.wholeTenant = wholeTenant;
    }

    @Transactional
    public List<String> plates() {
        return em.unwrap(Session.class)
                .createNativeQuery("select plate from permit order by plate", String.class)
                .getResultList();
    }

    @AllTenants
    @Transactional
    public List<String> platesOfAllTenants() {
        return plates();
    }

    /** Those of the caller, those of its whole tenant, and those of the caller again. */
    @Transactional
    public List<List<String>> platesWithinAndBeyondTheSites() {
        return List.of(plates(), wholeTenant.call(() -> wholeTenant.call(this::plates)), plates());
    }
}
