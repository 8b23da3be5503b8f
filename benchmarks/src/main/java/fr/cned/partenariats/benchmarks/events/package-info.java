/** Events from a commit to another service's view, against Kafka's own tools. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.events;
