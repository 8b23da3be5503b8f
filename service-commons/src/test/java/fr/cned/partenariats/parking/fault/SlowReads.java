package fr.cned.partenariats.parking.fault;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

@ApplicationScoped
class SlowReads {

    private final ReadLimit limit;
    private final EntityManager em;

    SlowReads(ReadLimit limit, EntityManager em) {
        this.limit = limit;
        this.em = em;
    }

    @Transactional
    void sleep(int times, String seconds) {
        ReadLimit.Deadline deadline = limit.begin();
        for (int i = 0; i < times; i++) {
            deadline.check();
            em.createNativeQuery("select cast(pg_sleep(" + seconds + ") as text)", String.class)
                    .getSingleResult();
        }
    }
}
