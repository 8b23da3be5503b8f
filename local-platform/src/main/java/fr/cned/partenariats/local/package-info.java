/**
 * Runs PostgreSQL, Kafka, Keycloak and the packaged services as processes on one machine, with demonstration data. Start
 * reading at {@link fr.cned.partenariats.local.LocalPlatform}. No service depends on this module.
 *
 * <p>{@code wiring} decides which part gets which files, ports and credentials, {@code lifecycle} starts and stops
 * processes, {@code demo} loads demonstration data.
 */
package fr.cned.partenariats.local;
