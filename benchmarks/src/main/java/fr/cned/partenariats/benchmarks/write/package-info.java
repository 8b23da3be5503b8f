/** Registrations and imports against the same statements in pgbench and psql. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.write;
