package fr.cned.partenariats.commons.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Detects repeated deliveries of events that are facts. An event that carries a state needs no inbox. */
@ApplicationScoped
public class Inbox {

    private final EntityManager em;

    Inbox(EntityManager em) {
        this.em = em;
    }

    /** True for the first call per consumer and event. The row commits or rolls back with the effect. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean firstTime(String consumer, UUID eventId) {
        return em.createNativeQuery(
                                "insert into inbox (consumer, event_id) values (:consumer, :event) on conflict do nothing")
                        .setParameter("consumer", consumer)
                        .setParameter("event", eventId)
                        .executeUpdate()
                == 1;
    }
}
