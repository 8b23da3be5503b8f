package fr.cned.partenariats.commons.outbox;

/** A message with its place in the queue. */
record OutboxRow(long id, OutgoingMessage message) {}
