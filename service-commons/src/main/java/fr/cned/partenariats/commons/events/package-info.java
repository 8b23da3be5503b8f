/** Events on Kafka: the relay of what changed, consumers and re-emission. */
package fr.cned.partenariats.commons.events;
