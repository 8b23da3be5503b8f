package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.parking.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Creates many spaces without events. */
@ApplicationScoped
public class ManySpaces {

    private final EntityManager em;

    ManySpaces(EntityManager em) {
        this.em = em;
    }

    @Transactional
    public void createAll(int count) {
        for (int i = 0; i < count; i++) {
            em.persist(Space.of(new SpaceRequest(Parking.newLabel(), Kind.CAR, 1, null, null)));
        }
    }
}
