package fr.cned.partenariats.commons.events.relay;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * One kind of objects whose changes are events. Reads their states as they are now; {@link Relay} sends them. Each
 * feature with events has one bean of it.
 */
public interface EventSource {

    /** The plural, such as {@code enrollments}: the key in the counts of a re-emission. */
    String kind();

    /** The type of the objects in the log of changes, such as {@code enrollment}. */
    String objectType();

    String topic();

    /** The CloudEvents type. */
    String type();

    /** The states of these objects, in any order. A deleted object has none. */
    List<? extends StateEvent> find(Collection<UUID> ids);

    /** The states of the next objects in the order of their ids. */
    List<? extends StateEvent> listAfter(UUID id, int size);
}
