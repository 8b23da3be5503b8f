package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.parking.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Creates and changes spaces without requests. */
@ApplicationScoped
public class ManySpaces {

    private final EntityManager em;

    ManySpaces(EntityManager em) {
        this.em = em;
    }

    @Transactional
    public List<UUID> createAll(int count) {
        return Stream.generate(() -> create(null)).limit(count).toList();
    }

    /** A space with a label of this length, which is a part of its event. */
    @Transactional
    public UUID createWithLabel(int length) {
        return create("x".repeat(length));
    }

    private UUID create(String label) {
        Space space = Space.of(request(label, 1));
        em.persist(space);
        return space.id();
    }

    /** Increments the revision of each space, and gives it an ordinary label. */
    @Transactional
    public void change(Collection<UUID> ids) {
        ids.stream()
                .map(id -> em.find(Space.class, id))
                .forEach(space -> space.change(request(null, space.content().floor() + 1)));
    }

    private static SpaceRequest request(String label, int floor) {
        return new SpaceRequest(label == null ? Parking.newLabel() : label, Kind.CAR, floor, null, null);
    }
}
