package fr.cned.partenariats.commons.reemission;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.util.List;
import java.util.UUID;

/** One kind of aggregate whose current state can be sent again. Each feature with events has one bean of it. */
public interface ReemissionSource {

    /** The plural of the aggregate, such as {@code enrollments}: the key in {@link ReemissionView#counts}. */
    String name();

    /**
     * Locks the next aggregates in id order and returns one event for each, in the same order. The key of each event
     * is the aggregate's id. The row locks (at least {@code FOR SHARE}) last until the transaction ends: a concurrent
     * change waits, so its event follows this one.
     *
     * @param after the id of the last aggregate of the previous chunk, or an id below all
     */
    List<? extends OutboxEvent> lockNextChunk(UUID after, int size);
}
