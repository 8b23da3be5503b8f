package fr.cned.partenariats.commons.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What happened to one aggregate: its full state after it, with a {@code revision}. The implementing
 * record is the message body; its schema is checked in under {@code contract/events}.
 */
public interface OutboxEvent {

    /** The aggregate's topic; one topic per kind of aggregate. */
    @JsonIgnore
    String topic();

    /** The aggregate's id: messages of one key stay in order. */
    @JsonIgnore
    String key();

    /** The CloudEvents type. */
    @JsonIgnore
    String type();
}
