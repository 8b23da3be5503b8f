package fr.cned.partenariats.commons.outbox;

/** A row of the outbox: a message and its position. */
record OutboxRow(long id, OutgoingMessage message) {}
