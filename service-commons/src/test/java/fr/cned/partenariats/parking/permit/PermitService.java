package fr.cned.partenariats.parking.permit;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** Reads the parking permits of tenants. No query filters by tenant, so that row-level security must. */
@ApplicationScoped
public class PermitService {

    private final EntityManager em;

    PermitService(EntityManager em) {
        this.em = em;
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
}
