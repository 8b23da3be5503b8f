package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class SpaceReemissionSource implements ReemissionSource {

    private final EntityManager em;

    SpaceReemissionSource(EntityManager em) {
        this.em = em;
    }

    @Override
    public String name() {
        return "spaces";
    }

    @Override
    public List<SpaceChanged> lockNextChunk(UUID after, int size) {
        return em.createQuery("from Space where id > ?1 order by id", Space.class)
                .setParameter(1, after)
                .setMaxResults(size)
                .setLockMode(LockModeType.PESSIMISTIC_READ)
                .getResultStream()
                .map(Space::event)
                .toList();
    }
}
