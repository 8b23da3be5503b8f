package fr.cned.partenariats.commons.events.relay;

import java.util.UUID;

/**
 * The full state of one object. The implementing record is the body of the message; its schema is in {@code
 * contract/events}.
 */
public interface StateEvent {

    /** Of the object; the key of the message. Messages with the same key stay in order. */
    UUID id();

    /** Grows with each change of the object. */
    long revision();
}
