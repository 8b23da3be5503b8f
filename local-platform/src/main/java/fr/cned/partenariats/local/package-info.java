/**
 * Real PostgreSQL, Kafka and Keycloak and the packaged services as processes on one machine, with demonstration
 * data. {@link fr.cned.partenariats.local.LocalPlatform} is the way in. No service depends on this module.
 */
package fr.cned.partenariats.local;
