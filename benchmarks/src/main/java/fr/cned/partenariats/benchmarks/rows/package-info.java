/** Generates partners, offerings and enrollments for a platform that runs. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.rows;
