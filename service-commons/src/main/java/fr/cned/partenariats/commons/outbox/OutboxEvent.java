package fr.cned.partenariats.commons.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The full state of one aggregate after a change, with its {@code revision}. The implementing record is the message
 * body; its schema is in {@code contract/events}.
 */
public interface OutboxEvent {

    /** One topic per kind of aggregate. */
    @JsonIgnore
    String topic();

    /** The id of the aggregate. Messages with the same key stay in order. */
    @JsonIgnore
    String key();

    /** The CloudEvents type. */
    @JsonIgnore
    String type();
}
