package fr.cned.partenariats.commons.events.relay;

import static org.hibernate.ReadOnlyMode.READ_ONLY;
import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;

/** The events of the objects of one entity. Read-only: Hibernate keeps no copy of them, which costs as much as to load JSON. */
public abstract class EntityEvents<E> implements EventSource {

    private final EntityManager em;
    private final Class<E> entity;
    private final String topic;
    private final Function<E, ? extends StateEvent> event;

    protected EntityEvents(EntityManager em, Class<E> entity, String topic, Function<E, ? extends StateEvent> event) {
        this.em = em;
        this.entity = entity;
        this.topic = topic;
        this.event = event;
    }

    @Override
    public String objectType() {
        return ChangeRecord.objectType(entity);
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public List<? extends StateEvent> find(Collection<UUID> ids) {
        return em.unwrap(Session.class).findMultiple(entity, List.copyOf(ids), READ_ONLY).stream()
                .filter(Objects::nonNull)
                .map(event)
                .toList();
    }

    @Override
    public List<? extends StateEvent> listAfter(UUID id, int size) {
        return em.createQuery("from " + entity.getName() + " where id > :id order by id", entity)
                .setParameter("id", id)
                .setMaxResults(size)
                .setHint(HINT_READ_ONLY, true)
                .getResultStream()
                .map(event)
                .toList();
    }
}
